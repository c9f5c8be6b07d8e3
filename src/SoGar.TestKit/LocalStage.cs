using System.Diagnostics;
using SoGar.Actors.Kernel;

namespace SoGar.TestKit;

/// <summary>Actors on the threads and the clock of this process.</summary>
public sealed class LocalStage : Stage
{
    /// <summary>Opens a stage.</summary>
    /// <param name="policy">What follows from a failure at the top of the tree; null escalates it.</param>
    public LocalStage(SupervisionPolicy? policy = null) => System = new ActorSystem(
        "stage",
        new ActorSystemOptions { Host = Host, Observer = Observer, Policy = policy ?? SupervisionPolicy.EscalateAll });

    /// <summary>The threads.</summary>
    public LocalHost Host { get; } = new();

    /// <inheritdoc/>
    public override ActorSystem System { get; }

    /// <inheritdoc/>
    public override bool Wait(Func<bool> condition, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var watch = Stopwatch.StartNew();
        lock (Changed)
        {
            while (!condition())
            {
                var left = within - watch.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                // Probes and events pulse; the end of a task does not, so that it is looked for now and then.
                Monitor.Wait(Changed, left < Glance ? left : Glance);
            }

            return true;
        }
    }

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);
}
