using System.Collections.Immutable;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Training;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Storms;

/// <summary>One process of a storm's cluster: the shipped node agent and supervisor's seat on simulated ports, put together as a host does.</summary>
internal sealed class StormNode : IRunObserver
{
    private readonly ActorRef<NodeMessage> _agent;
    private readonly StormPlan _plan;
    private readonly ControlPost _post;
    private readonly int _eventsAtStart;

    public StormNode(SimulatedWorld world, StormPlan plan, SimulatedNode process, SimulatedDisk disk)
    {
        _plan = plan;
        Process = process;
        process.ShardTime = plan.ShardTime;
        Devices = new SimulatedNodeDevices(world, process, plan.Recipe, StormPlan.SampleCount, disk);
        Join(world);
        _eventsAtStart = (int)world.Store.VersionOf(RunStream.NameOf(StormCluster.RunName));
        _post = new ControlPost(process.Address, process.Lane);
        _agent = process.System.Spawn("node", () => new NodeAgent(StormCluster.RunName, plan.Recipe.Trainers, plan.Recipe, Devices, _post, _ => Stop()));
        _post.Connect(_agent);
        _post.Open();
        process.System.Spawn("seat", () => new SupervisorSeat(
            RunStream.NameOf(StormCluster.RunName), plan.Recipe.Cluster.Detection, process.Leases, process.Membership, _post, PrepareAsync, Stop));
    }

    public SimulatedNode Process { get; }

    public SimulatedNodeDevices Devices { get; }

    public void Leave(string reason) => _agent.Tell(new LeaveRun(reason));

    public void Observe(RunEvent happened)
    {
        // The world hears of it from the store.
    }

    private void Stop() => _ = Process.System.StopAsync(Timeout.InfiniteTimeSpan);

    private async Task<SeatedSupervisor?> PrepareAsync(Lease lease, CancellationToken stopping)
    {
        var events = await RunStream.ReadAsync(Process.Journal, StormCluster.RunName);
        var history = RunHistory.Of(events);

        // A run that ended before this process began is what it was started to resume; one that ended since needs nobody.
        if (history.Status is RunStatus.Finished || (HasEnded(history) && HasEnded(RunHistory.Of(events.Skip(_eventsAtStart))))) return null;
        var ground = new CommonGround(
            SimulatedNodeDevices.RecipeDigest(_plan.Recipe), SimulatedNodeDevices.DataDigest(StormPlan.SampleCount), StormPlan.SampleCount,
            SimulatedNodeDevices.Profile);
        ImmutableArray<RunEvent> opening = history switch
        {
            { Started: null } => [new RunStarted("", ground.Profile, ground.SampleCount, ground.Data.Hex)],
            _ when HasEnded(history) => [new RunResumed(history.Done, "", ground.Profile)],
            _ => [new SupervisorChanged(Process.Id.ToString(), lease.Term)],
        };
        var plan = new RunPlan(StormCluster.RunName, _plan.Recipe, lease.Term, history, opening, ground, _plan.Nodes);
        return new SeatedSupervisor(() => new RunSupervisor(plan, _post, new StoreDirectory(Process.Membership, lease), Process.Journal, events.Count, this));
    }

    private static bool HasEnded(RunHistory history) => history.Status is RunStatus.Finished or RunStatus.Failed or RunStatus.Drained;

    private void Join(SimulatedWorld world)
    {
        var offer = new NodeOffer(Process.Address.Url, "sim", SimulatedNodeDevices.Profile, _plan.Recipe.Trainers, "simulated");
        var member = world.Store.Membership.JoinAsync(Process.Name, offer).AsTask().Result;
        if (member.Node != Process.Id) throw new InvalidOperationException($"{Process.Id} joined as {member.Node}");
    }
}
