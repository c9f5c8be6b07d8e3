using SoGar.Protocol.Events;

namespace SoGar.Actors.Training;

/// <summary>
/// Watches a run without taking part: progress, telemetry, the command line's summary. Called on the supervisor's thread after the journal has the event.
/// </summary>
public interface IRunObserver
{
    /// <summary>Something happened in the run.</summary>
    void Observe(RunEvent happened);
}
