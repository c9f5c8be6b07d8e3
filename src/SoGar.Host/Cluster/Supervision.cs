using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Training;
using SoGar.Host.Recipes;
using SoGar.Host.Wire;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Cluster;

/// <summary>What a node supervises where it takes the seat.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Recipe">Of the run.</param>
/// <param name="ExpectedNodes">Nodes that a first generation waits for.</param>
/// <param name="Checkpoints">The folder of the run's checkpoints.</param>
internal sealed record SeatOrder(string Run, Recipe Recipe, int ExpectedNodes, string Checkpoints);

/// <summary>
/// Makes the supervisor that takes a run's seat in this node, from what the journal and the store say once the lease is granted.
/// </summary>
/// <param name="order">What to supervise.</param>
/// <param name="store">Borrowed.</param>
/// <param name="post">Of this node.</param>
/// <param name="devices">Of this node; all have the same ground.</param>
/// <param name="versionAtStart">Events that the run's stream held when this life of the node began.</param>
/// <param name="log">Hears who supervises.</param>
internal sealed class Supervision(SeatOrder order, Store store, ControlPost post, LocalDevices devices, long versionAtStart, ILogger log)
{
    /// <summary>Several beats of a node's heart; a row that is silent for longer was left by a process that died.</summary>
    private static readonly TimeSpan LongestBeat = TimeSpan.FromSeconds(5);

    /// <summary>A row whose process has been silent for longer is not called upon.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private volatile Lease? _lease;

    /// <summary>The lease that was granted last; to be given back when the node leaves.</summary>
    public Lease? Lease => _lease;

    /// <summary>The supervisor, or null where the run has ended.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    public async Task<SeatedSupervisor?> PrepareAsync(Lease lease, CancellationToken stopping)
    {
        _lease = lease;

        // Read under the lease: whoever held it before may have written until now.
        var events = await RunStream.ReadAsync(store.Journal, order.Run);
        var history = RunHistory.Of(events);
        if (IsOver(history, events.Count)) return null;
        var plan = new RunPlan(order.Run, order.Recipe, lease.Term, history, await OpeningAsync(history, lease, stopping), devices.Ground, order.ExpectedNodes);
        log.SeatTaken(post.Self.Node, order.Run, lease.Term);
        return new SeatedSupervisor(() => new RunSupervisor(
            plan, post, new StoreDirectory(store.Members, lease, LongestSilence), store.Journal, events.Count, new NobodyWatches()));
    }

    // A run that had stopped before this node came is what it came to resume; one that stopped since is over, and its nodes are about to hear of it.
    private bool IsOver(RunHistory history, long version) => history.Status switch
    {
        RunStatus.Finished => true,
        RunStatus.Running or RunStatus.Unknown => false,
        _ => version > versionAtStart,
    };

    private async Task<ImmutableArray<RunEvent>> OpeningAsync(RunHistory history, Lease lease, CancellationToken stopping)
    {
        if (history.Started is null)
            return [new RunStarted(RecipeText.Of(order.Recipe), devices.Profile, devices.SampleCount, devices.DataDigest.Hex), .. Import()];
        if (history.Status == RunStatus.Running && await IsSomebodyLeftAsync(history, stopping))
            return [new SupervisorChanged($"{post.Self.Node}", lease.Term)];
        var newest = new CheckpointStore(order.Checkpoints).NewestWhole();
        // Those that it passed over the supervisor hears of from the nodes, which cannot read them either.
        return [new RunResumed(newest.Checkpoint?.Step ?? 0, newest.Checkpoint?.Directory ?? "the beginning", devices.Profile)];
    }

    // A node of the last generation in the same life still trains, or holds the state that it trained to.
    private async Task<bool> IsSomebodyLeftAsync(RunHistory history, CancellationToken stopping)
    {
        var present = (await store.Members.ListAsync(stopping))
            .Where(member => member.IsPresent && member.Silence < LongestBeat).Select(member => $"{member.Node}").ToHashSet();
        return history.Members.Any(member => present.Contains(member.Node));
    }

    private IEnumerable<RunEvent> Import() => devices.ImportWeights() is { } report
        ? [new WeightsImported(report.File, report.Imported.Length + report.Derived.Length, report.ToString())]
        : [];

    /// <summary>Who wants to watch reads the journal.</summary>
    private sealed class NobodyWatches : IRunObserver
    {
        public void Observe(RunEvent happened)
        {
        }
    }
}
