using SoGar.Actors.Journal;
using SoGar.Protocol.Events;

namespace SoGar.Actors.Training;

/// <summary>The stream of one run in a journal, written in one term. Not thread-safe: its one writer is the run's supervisor.</summary>
/// <param name="journal">Borrowed.</param>
/// <param name="run">Name of the run.</param>
/// <param name="term">The supervisor's.</param>
/// <param name="version">Events that the stream holds.</param>
public sealed class RunStream(IJournal journal, string run, long term, long version)
{
    /// <summary>What the names of the streams of runs begin with.</summary>
    public const string Prefix = "run/";

    private long _version = version;

    /// <summary>The name of a run's stream, also that of its supervisor's lease.</summary>
    public static string NameOf(string run) => Prefix + run;

    /// <summary>Reads all that the journal holds of a run.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    public static async Task<List<RunEvent>> ReadAsync(IJournal journal, string run)
    {
        List<RunEvent> events = [];
        await foreach (var entry in journal.ReadAsync(NameOf(run)))
            if (entry.Event is RunEvent happened) events.Add(happened);
        return events;
    }

    /// <summary>Appends events, all or none, and completes once they will survive a crash of the process.</summary>
    /// <exception cref="LeaseLostException">A newer term, or an unknown writer, has written.</exception>
    public async ValueTask AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken stopping)
    {
        _version = await journal.AppendAsync(NameOf(run), _version, term, happened, stopping) switch
        {
            AppendOutcome.Appended appended => appended.Version,
            AppendOutcome.Fenced fenced => throw new LeaseLostException(
                $"run {run}: the journal is written in term {fenced.NewestTerm}; this process has term {fenced.Term} and must stop (G2)"),
            AppendOutcome.Conflict conflict => throw new LeaseLostException(
                $"run {run}: the journal holds {conflict.Actual} events where this process knows {conflict.Expected}; somebody else writes it"),
            var unknown => throw new System.Diagnostics.UnreachableException($"unknown outcome {unknown}"),
        };
    }
}
