using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Training;
using SoGar.Host.Recipes;
using SoGar.Host.Wire;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Cluster;

/// <summary>What a seat starts a supervisor with.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Recipe">Of the run.</param>
/// <param name="ExpectedNodes">Nodes that a first generation waits for.</param>
/// <param name="Checkpoints">The folder of the run's checkpoints.</param>
/// <param name="OnLease">Hears of the lease that is to be given back when the node leaves.</param>
internal sealed record SeatOrder(string Run, Recipe Recipe, int ExpectedNodes, string Checkpoints, Action<Lease> OnLease);

/// <summary>
/// Waits for the supervisor's lease of a run in every node, so that there is always somebody to take over (G2): tells its node who supervises, and
/// when nobody does, asks for the lease and starts the supervisor here, with what the journal says. A store that is away is asked again.
/// </summary>
internal sealed class SupervisorSeat(
    SeatOrder order, Store store, ControlPost post, LocalDevices devices, ActorRef<NodeMessage> node, ILogger log) : AsyncActor<SeatMessage>
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <summary>Several beats of a node's heart; a row that is silent for longer was left by a process that died.</summary>
    private static readonly TimeSpan LongestBeat = TimeSpan.FromSeconds(5);

    private long _term;
    private (LeaseStanding Lease, NodeAddress Holder)? _followed;
    private SupervisorLost? _lost;

    private string LeaseName => RunStream.NameOf(order.Run);

    // A supervisor that is killed is succeeded as fast as any other loss is noticed.
    private TimeSpan LeaseDuration => order.Recipe.Cluster.Detection;

    /// <summary>A supervisor that lost its lease takes its process's life in the run with it; another life begins with a fresh incarnation.</summary>
    protected override SupervisionPolicy Policy => SupervisionPolicy.EscalateAll;

    protected override void PreStart()
    {
        post.Connect(Context.Self);
        Context.Timers.StartPeriodic("look", new LookForSupervisor(), Glance);
    }

    protected override async ValueTask ReceiveAsync(SeatMessage message)
    {
        try
        {
            if (message is SupervisorLost lost) await FreeAsync(lost);
            var standing = await store.Standings.FindAsync(LeaseName, Context.Stopping);
            if (standing is { IsHeld: true }) await FollowAsync(standing);
            else if (await store.Leases.AcquireAsync(LeaseName, $"{post.Self.Node}", LeaseDuration, Context.Stopping) is LeaseOutcome.Granted granted)
                await SuperviseAsync(granted.Lease);
        }
        catch (JournalUnavailableException)
        {
            // Training does not depend on the store; the next look may find it.
        }
    }

    private async Task FollowAsync(LeaseStanding standing)
    {
        if (standing.Term <= _term) return;
        var holder = (await store.Members.ListAsync(Context.Stopping)).FirstOrDefault(member => $"{member.Node}" == standing.Holder);
        if (holder is null) return;
        _term = standing.Term;
        if (_followed is { } before) post.Forget(before.Holder.Node);
        _followed = (standing, holder.Address);
        post.Watch(holder.Address);
        node.Tell(new SupervisorKnown(standing.Term, holder.Address));
    }

    // The lane knows sooner than the lease runs out. Giving it back in its dead holder's name is safe: every write carries its term, and whoever
    // took it meanwhile has a newer one.
    private async Task FreeAsync(SupervisorLost lost)
    {
        if (_followed is not { } followed || followed.Holder.Node != lost.Node) return;
        (_lost, _followed) = (lost, null);
        post.Forget(lost.Node);
        await store.Leases.ReleaseAsync(new Lease(LeaseName, followed.Lease.Holder!, followed.Lease.Term, followed.Lease.ExpiresAt), Context.Stopping);
    }

    private async Task SuperviseAsync(Lease lease)
    {
        _term = lease.Term;
        order.OnLease(lease);
        // Read under the lease: whoever held it before may have written until now.
        var events = await RunStream.ReadAsync(store.Journal, order.Run);
        var history = RunHistory.Of(events);
        if (history.Status == RunStatus.Finished) return;
        log.SeatTaken(post.Self.Node, order.Run, lease.Term);
        var plan = new RunPlan(order.Run, order.Recipe, lease.Term, history, await OpeningAsync(history, lease), devices.Ground, order.ExpectedNodes);
        var directory = new StoreDirectory(store.Members, lease);
        Context.Spawn($"lease-{lease.Term}", () => new LeaseKeeper(store.Leases, lease, LeaseDuration));
        var supervisor = Context.Spawn($"run-{lease.Term}", () => new RunSupervisor(plan, post, directory, store.Journal, events.Count, new NobodyWatches()));
        // It need not find out again what made the seat free.
        if (_lost is { } lost) supervisor.Tell(new PeerGone(lost.Node, lost.Loss, lost.Explanation));
        node.Tell(new SupervisorKnown(lease.Term, post.Self));
    }

    private async Task<ImmutableArray<RunEvent>> OpeningAsync(RunHistory history, Lease lease)
    {
        if (history.Started is null)
            return [new RunStarted(RecipeText.Of(order.Recipe), devices.Profile, devices.SampleCount, devices.DataDigest.Hex), .. Import()];
        if (history.Status == RunStatus.Running && await IsSomebodyLeftAsync(history)) return [new SupervisorChanged($"{post.Self.Node}", lease.Term)];
        var newest = new CheckpointStore(order.Checkpoints).NewestWhole();
        // Those that it passed over the supervisor hears of from the nodes, which cannot read them either.
        return [new RunResumed(newest.Checkpoint?.Step ?? 0, newest.Checkpoint?.Directory ?? "the beginning", devices.Profile)];
    }

    // A node of the last generation in the same life still trains, or holds the state that it trained to.
    private async Task<bool> IsSomebodyLeftAsync(RunHistory history)
    {
        var present = (await store.Members.ListAsync(Context.Stopping))
            .Where(member => member.IsPresent && member.Silence < LongestBeat).Select(member => $"{member.Node}").ToHashSet();
        return history.Members.Any(member => present.Contains(member.Node));
    }

    private IEnumerable<RunEvent> Import() => devices.ImportWeights() is { } report
        ? [new WeightsImported(report.File, report.Imported.Length + report.Derived.Length, report.ToString())]
        : [];

    /// <summary>Time to look; sent by the seat's own timer.</summary>
    private sealed record LookForSupervisor : SeatMessage;

    /// <summary>Who wants to watch reads the journal.</summary>
    private sealed class NobodyWatches : IRunObserver
    {
        public void Observe(RunEvent happened)
        {
        }
    }
}
