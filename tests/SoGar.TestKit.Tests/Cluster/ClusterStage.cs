using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Training;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.TestKit.Devices;
using SoGar.TestKit.World;
using NodeOffer = SoGar.Actors.Cluster.NodeOffer;

namespace SoGar.TestKit.Tests.Cluster;

/// <summary>A run of the shipped actors over several simulated node processes: agents, seats, supervisor, with a lane and a store between them.</summary>
internal sealed class ClusterStage : IRunObserver
{
    public const string Run = "run";

    private const int SampleCount = 40;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    private readonly Dictionary<string, ActorRef<NodeMessage>> _agents = [];
    private readonly Dictionary<string, SimulatedNodeDevices> _devices = [];
    private readonly Dictionary<string, NodeEnd> _ends = [];
    private int _expected;
    private int _resumedAt = -1;

    public ClusterStage(ulong seed = 1, int trainers = 1, int steps = 30, Func<Recipe, Recipe>? with = null)
    {
        World = new SimulatedWorld(seed);
        var recipe = new Recipe
        {
            Seed = 5,
            Steps = steps,
            Batch = 24,
            Shards = 8,
            Trainers = trainers,
            Data = new DataRecipe { Loaders = 1 },
            Checkpoint = new CheckpointRecipe { Every = 10, Keep = 3 },
        };
        Recipe = with?.Invoke(recipe) ?? recipe;
        World.Listen(Look);
        Undisturbed = UndisturbedRun.Of(Recipe, SampleCount);
    }

    public SimulatedWorld World { get; }

    public Recipe Recipe { get; }

    public UndisturbedRun Undisturbed { get; }

    public SimulatedDisk Disk { get; } = new();

    public IReadOnlyDictionary<string, NodeEnd> Ends => _ends;

    /// <summary>What the journal really holds.</summary>
    public List<RunEvent> Events { get; } = [];

    public RunHistory History { get; private set; } = RunHistory.Empty;

    public IReadOnlyDictionary<string, SimulatedNodeDevices> Devices => _devices;

    /// <summary>The node whose supervisor holds the lease.</summary>
    public string Supervisor { get; private set; } = "";

    public ClusterStage Start(params string[] names)
    {
        _expected = Math.Max(_expected, names.Length);
        foreach (var name in names) World.Start(name, Boot);
        return this;
    }

    /// <summary>Goes on with a run that nobody is left of, as `--resume` does.</summary>
    public ClusterStage Resume(params string[] names)
    {
        _resumedAt = Events.Count;
        return Start(names);
    }

    public void Kill(string name) => World.Node(name).Kill("-9");

    public void Leave(string name) => _agents[name].Tell(new LeaveRun("asked by the test"));

    /// <summary>Goes on until the journal holds that many steps.</summary>
    public ClusterStage RunTo(long done)
    {
        Assert.True(
            World.RunUntil(() => History.Done >= done, TimeSpan.FromMinutes(5)), $"{History.Done} of {done} steps after five minutes\n{World.Trace.Tail(60)}");
        return this;
    }

    public ClusterStage RunToEnd()
    {
        Assert.True(
            World.RunUntil(() => History.Status is RunStatus.Finished or RunStatus.Drained or RunStatus.Failed, TimeSpan.FromMinutes(5)),
            $"{History.Status} after {History.Done} steps and five minutes\n{string.Join('\n', Events.TakeLast(10))}\n{World.Trace.Tail(60)}");
        return this;
    }

    /// <summary>The run is over, every step was committed once and right, and its result is the undisturbed one's (G1, G4, G5).</summary>
    public void AssertUndisturbedResult()
    {
        Assert.True(
            History.Status == RunStatus.Finished,
            $"{History.Status}: {History.Explanation}\n{string.Join((char)10, Events.Where(each => each is not StepCommitted))}");
        Assert.Equal(Undisturbed.Final.Digests(), History.Digests);
        foreach (var step in Events.OfType<StepCommitted>()) Assert.Equal(Undisturbed.FingerprintOf(step.Step).ToString(), step.Fingerprint);
        Assert.Equal(Enumerable.Range(0, Recipe.Steps).Select(step => (long)step), Events.OfType<StepCommitted>().Select(step => step.Step).Distinct().Order());
    }

    public void AssertNothingComputedTwice() => Assert.Equal(Recipe.Steps, Events.OfType<StepCommitted>().Count());

    public void Observe(RunEvent happened)
    {
        // The journal is looked at instead: it is the truth.
    }

    private void Look(WorldEvent happened)
    {
        if (happened is LeaseHeld held) Supervisor = held.By.Name;
        if (happened is not JournalGrew grew) return;
        Events.AddRange(grew.Events.Cast<RunEvent>());
        History = grew.Events.Cast<RunEvent>().Aggregate(History, (history, each) => history.With(each));
    }

    private void Boot(SimulatedNode node)
    {
        var member = World.Store.Membership.JoinAsync(node.Name, new NodeOffer(node.Address.Url, "sim", SimulatedNodeDevices.Profile, 1, "simulated")).AsTask()
            .Result;
        Assert.Equal(node.Id, member.Node);
        var devices = _devices[node.Name] = new SimulatedNodeDevices(World, node, Recipe, SampleCount, Disk);
        var post = new ControlPost(node.Address, node.Lane);
        void End(NodeEnd end)
        {
            _ends[node.Name] = end;
            World.After(TimeSpan.Zero, () => node.Kill("it has ended"));
        }

        var agent = _agents[node.Name] = node.System.Spawn("node", () => new NodeAgent(Run, Recipe.Trainers, Recipe, devices, post, End));
        post.Connect(agent);
        post.Open();
        node.System.Spawn("seat", () => new SupervisorSeat(
            RunStream.NameOf(Run), Lease, node.Leases, node.Membership, post, (lease, stopping) => PrepareAsync(node, post, lease, stopping)));
    }

    private async Task<SeatedSupervisor?> PrepareAsync(SimulatedNode node, ControlPost post, Lease lease, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        var events = await RunStream.ReadAsync(node.Journal, Run);
        var history = RunHistory.Of(events);
        var isResumed = events.Count == _resumedAt;
        if (history.Status is RunStatus.Finished || (!isResumed && history.Status is RunStatus.Drained or RunStatus.Failed)) return null;
        var ground = new CommonGround(
            SimulatedNodeDevices.RecipeDigest(Recipe), SimulatedNodeDevices.DataDigest(SampleCount), SampleCount, SimulatedNodeDevices.Profile);
        RunEvent opening = history.Started is null
            ? new RunStarted("", ground.Profile, SampleCount, ground.Data.Hex)
            : isResumed ? new RunResumed(history.Done, "", ground.Profile)
            : new SupervisorChanged(node.Id.ToString(), lease.Term);
        var plan = new RunPlan(Run, Recipe, lease.Term, history, [opening], ground, _expected);
        return new SeatedSupervisor(() => new RunSupervisor(plan, post, new StoreDirectory(node.Membership, lease), node.Journal, events.Count, this));
    }
}
