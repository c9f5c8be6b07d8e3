using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.TestKit.World;

/// <summary>
/// One life of a simulated node process: actors of its own on the world's one thread, a clock, and its ends of network and store. Killing it
/// is final, as -9 is: its actors vanish without a last hook, and whoever starts the node again gets another object.
/// </summary>
public sealed class SimulatedNode
{
    private readonly SimulatedWorld _world;
    private readonly NodeClock _clock;
    private TimeSpan _spent;

    internal SimulatedNode(SimulatedWorld world, NodeId id, string token, TurnOrder order)
    {
        (_world, Id, Token) = (world, id, token);
        _clock = new NodeClock(world.Clock, Life);
        Address = new NodeAddress(id, UrlOf(id.Name));
        Lane = new SimulatedLane(world, Address, Life, _clock, token);
        var post = new SimulatedPost(world.Seed ^ (ulong)id.Incarnation, world.LongestTurn, _clock, world.Faults, world.Trace);
        System = new ActorSystem(id.Name, new ActorSystemOptions { Host = new NodeHost(Life, _clock, order, post), Observer = new EndWatch(this) });
        Journal = world.Store.JournalOf(this);
        Leases = world.Store.LeasesOf(this);
        Membership = world.Store.MembershipOf(this);
        Exchanges = new SimulatedFabric(world, this);
        States = new SimulatedStateStream(world, this);
    }

    /// <summary>Its name and incarnation.</summary>
    public NodeId Id { get; }

    /// <summary>Its name.</summary>
    public string Name => Id.Name;

    /// <summary>Where others speak to it.</summary>
    public NodeAddress Address { get; }

    /// <summary>Its actors.</summary>
    public ActorSystem System { get; }

    /// <summary>Its clock: skewed, and standing still with it.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>Its end of the control lane.</summary>
    public IControlLane Lane { get; }

    /// <summary>The journal, as it can be reached from here.</summary>
    public IJournal Journal { get; }

    /// <summary>The leases, as they can be reached from here.</summary>
    public ILeaseStore Leases { get; }

    /// <summary>The membership, as it can be reached from here.</summary>
    public IMembershipStore Membership { get; }

    /// <summary>Its end of the exchanges.</summary>
    public IExchangeFabric Exchanges { get; }

    /// <summary>Its end of the ways that whole states take.</summary>
    public IStateStream States { get; }

    /// <summary>How long its devices take for a shard; may change in mid-run, as that of a device that gets hot does.</summary>
    public TimeSpan ShardTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the rest of a step takes.</summary>
    public TimeSpan BaseTime { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Shards that its devices have computed.</summary>
    public int ShardsComputed { get; private set; }

    /// <summary>Whether it was killed or has stopped.</summary>
    public bool HasEnded => Life.HasEnded;

    /// <summary>Whether it stands still.</summary>
    public bool IsPaused => Life.IsPaused;

    /// <summary>How far its time of day is ahead.</summary>
    public TimeSpan Skew
    {
        get => _clock.Skew;
        set => _clock.Skew = value;
    }

    internal NodeLife Life { get; } = new();

    /// <summary>What it shows to its peers, and expects of them.</summary>
    internal string Token { get; }

    /// <summary>Ends it at once: no hook runs, no word is sent; its machine closes its connections.</summary>
    public void Kill(string cause) => End(cause, hasStopped: false);

    /// <summary>Stops it in the midst of everything, as SIGSTOP does.</summary>
    public void Pause()
    {
        if (HasEnded || IsPaused) return;
        Life.Pause();
        _world.Trace.Add("stop", null, Name, "stands still");
        _world.Tell(new NodePaused(Id));
    }

    /// <summary>Has it go on; what fell due meanwhile happens at once.</summary>
    public void Resume()
    {
        if (HasEnded || !IsPaused) return;
        _world.Trace.Add("cont", null, Name, "goes on");
        _world.Tell(new NodeResumed(Id));
        Life.Resume();
    }

    private void End(string cause, bool hasStopped)
    {
        if (HasEnded) return;
        Life.End();
        _world.Trace.Add("kill", null, Name, cause);
        _world.Tell(new NodeKilled(Id, cause, hasStopped));
    }

    /// <summary>How long what was computed since the last call takes, and a little for the rest of a step.</summary>
    internal TimeSpan TakeComputeTime()
    {
        var spent = _spent;
        _spent = TimeSpan.Zero;
        return spent + BaseTime * _world.Draw(0.8, 1.2);
    }

    /// <summary>What was computed before another state was taken over, in a rehearsal or a step that was given up, delays no exchange.</summary>
    internal void ForgetComputeTime() => _spent = TimeSpan.Zero;

    /// <summary>One shard is computed: the clocks that measure it see the time pass, and its exchange comes later by as much.</summary>
    internal void SpendShard()
    {
        var time = ShardTime * _world.Draw(0.9, 1.1);
        _spent += time;
        ShardsComputed++;
        _clock.Spend(time);
    }

    /// <inheritdoc/>
    public override string ToString() => Id.ToString();

    /// <summary>A process ends with its actors: by itself, or because a failure reached their root.</summary>
    private sealed class EndWatch(SimulatedNode node) : IKernelObserver
    {
        public void Observe(KernelEvent happened)
        {
            node._world.Trace.Add(happened);
            if (happened is ActorStopped && happened.Path == $"/{node.Name}")
                node.End("its actors have stopped", hasStopped: !node.System.Failure.IsCompletedSuccessfully);
        }
    }

    internal static string UrlOf(string name) => $"sim://{name}";
}
