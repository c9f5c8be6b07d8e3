using SoGar.Protocol.Events;

namespace SoGar.Actors.Training;

/// <summary>The journal stream of one run, as its only writer sees it. Every write carries the supervisor's term (G2).</summary>
public interface IRunJournal
{
    /// <summary>Appends <paramref name="happened"/>, all or none, and completes once they will survive a crash of the process.</summary>
    ValueTask AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken stopping);
}

/// <summary>Watches a run without taking part: progress, telemetry, the command line's summary. Called on the supervisor's thread after the journal has the event.</summary>
public interface IRunObserver
{
    /// <summary>Something happened in the run.</summary>
    void Observe(RunEvent happened);
}
