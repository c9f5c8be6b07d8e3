using SoGar.Actors.Training;
using SoGar.Protocol.Events;

namespace SoGar.Host.Telemetry;

/// <summary>Shows a run to several observers, each event to all of them in order.</summary>
internal sealed class SeveralObservers(params IRunObserver[] observers) : IRunObserver
{
    public void Observe(RunEvent happened)
    {
        foreach (var observer in observers) observer.Observe(happened);
    }
}
