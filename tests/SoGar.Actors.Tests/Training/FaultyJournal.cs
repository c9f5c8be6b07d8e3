using System.Runtime.CompilerServices;
using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Training;

/// <summary>A journal whose store goes away and comes back as the test says, before or after it has written.</summary>
internal sealed class FaultyJournal(IJournal journal) : IJournal
{
    /// <summary>What becomes of the next call; asked once per append and per reading.</summary>
    public Func<JournalFault> NextFault { get; set; } = () => JournalFault.None;

    public async ValueTask<AppendOutcome> AppendAsync(
        string stream, long expectedVersion, long term, IReadOnlyList<object> events, CancellationToken cancellation = default)
    {
        var fault = NextFault();
        if (fault == JournalFault.Gone) throw new JournalUnavailableException("the store is gone");
        var outcome = await journal.AppendAsync(stream, expectedVersion, term, events, cancellation);
        return fault == JournalFault.AnswerLost ? throw new JournalUnavailableException("the connection broke") : outcome;
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (NextFault() != JournalFault.None) throw new JournalUnavailableException("the store is gone");
        await foreach (var entry in journal.ReadAsync(stream, fromVersion, cancellation)) yield return entry;
    }

    public ValueTask<IReadOnlyList<StreamHead>> StreamsAsync(string prefix = "", CancellationToken cancellation = default) =>
        journal.StreamsAsync(prefix, cancellation);
}

internal enum JournalFault
{
    None,
    Gone,
    AnswerLost,
}
