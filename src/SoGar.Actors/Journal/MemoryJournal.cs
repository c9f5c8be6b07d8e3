using System.Runtime.CompilerServices;

namespace SoGar.Actors.Journal;

/// <summary>
/// A journal that lasts as long as its object: for tests and the simulator. Events are encoded and decoded as on a disk, so that what
/// cannot be written fails here too.
/// </summary>
/// <param name="types">The events it may hold.</param>
/// <param name="clock">Dates the entries.</param>
public sealed class MemoryJournal(EventTypes types, TimeProvider clock) : IJournal
{
    private readonly SortedDictionary<string, Stream> _streams = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(
        string stream, long expectedVersion, long term, IReadOnlyList<object> events, CancellationToken cancellation = default)
    {
        JournalRules.RequireAppend(stream, term, events);
        cancellation.ThrowIfCancellationRequested();
        var encoded = events.Select(types.Encode).ToList();
        lock (_lock)
        {
            var known = _streams.GetValueOrDefault(stream) ?? new Stream();
            var head = new StreamHead(stream, known.Entries.Count, known.Term);
            var outcome = AppendOutcome.Decide(head, expectedVersion, term, encoded.Count);
            if (outcome is AppendOutcome.Appended)
            {
                var now = JournalRules.ToMilliseconds(clock.GetUtcNow());
                known.Entries.AddRange(encoded.Select(happened => (term, now, happened)));
                known.Term = term;
                _streams[stream] = known;
            }

            return ValueTask.FromResult(outcome);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        (long Term, DateTimeOffset At, EncodedEvent Event)[] entries;
        lock (_lock)
        {
            entries = _streams.TryGetValue(stream, out var known) ? [.. known.Entries] : [];
        }

        for (var version = Math.Max(1, fromVersion); version <= entries.Length; version++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (term, at, happened) = entries[version - 1];
            yield return new JournalEntry(stream, version, term, at, types.Decode(happened));
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StreamHead>> StreamsAsync(string prefix = "", CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<StreamHead>>(
                [.. from stream in _streams
                    where stream.Key.StartsWith(prefix, StringComparison.Ordinal)
                    select new StreamHead(stream.Key, stream.Value.Entries.Count, stream.Value.Term)]);
        }
    }

    private sealed class Stream
    {
        public List<(long Term, DateTimeOffset At, EncodedEvent Event)> Entries { get; } = [];

        public long Term { get; set; }
    }
}
