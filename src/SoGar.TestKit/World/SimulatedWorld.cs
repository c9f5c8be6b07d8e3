using SoGar.Actors.Journal;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.TestKit.World;

/// <summary>
/// Several node processes, the network between them and the store behind them, on one thread in virtual time. One seed, one history: whose turn
/// is next, how long everything travels, and what goes wrong are drawn from it.
/// </summary>
public sealed class SimulatedWorld
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(10_000);
    private readonly TurnOrder _order;
    private readonly TurnLoop _loop;
    private readonly SortedDictionary<string, SimulatedNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _incarnations = new(StringComparer.Ordinal);
    private readonly List<Action<WorldEvent>> _listeners = [];
    private readonly Dictionary<string, ExchangeGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<TransferFault, int> _transferFaults = [];
    private readonly KeyedRandom _chance;

    /// <summary>Opens an empty world.</summary>
    /// <param name="seed">Determines its history.</param>
    /// <param name="types">The events that its journal may hold; null takes those of runs.</param>
    /// <param name="traceLines">How many of the newest lines of the trace are kept.</param>
    public SimulatedWorld(ulong seed, EventTypes? types = null, int traceLines = Trace.DefaultCapacity)
    {
        Seed = seed;
        _chance = Chance(6);
        _order = new TurnOrder(seed);
        _loop = new TurnLoop(Clock, _order);
        Trace = new Trace(Clock, traceLines);
        Network = new SimulatedNetwork(this);
        Store = new SimulatedStore(this, types ?? RunEventTypes.All);
    }

    /// <summary>Decides everything.</summary>
    public ulong Seed { get; }

    /// <summary>Virtual time.</summary>
    public VirtualClock Clock { get; } = new();

    /// <summary>What shall happen to certain messages; senders and recipients on the network go by the names of their nodes.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What happened so far.</summary>
    public Trace Trace { get; }

    /// <summary>The network.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>Journal and leases.</summary>
    public SimulatedStore Store { get; }

    /// <summary>How long a watched peer may be silent.</summary>
    public TimeSpan Detection { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a message inside a process waits for its turn beyond the order that is drawn.</summary>
    public TimeSpan LongestTurn { get; init; }

    /// <summary>Turns taken and timers fired so far.</summary>
    public long EventCount => _loop.EventCount;

    /// <summary>The newest life of every node that was ever started, by name.</summary>
    public IReadOnlyCollection<SimulatedNode> Nodes => _nodes.Values;

    /// <summary>What the surroundings do wrong on purpose.</summary>
    internal WorldFlaws Flaws { get; init; } = WorldFlaws.None;

    /// <summary>Numbers of one purpose, drawn from the seed.</summary>
    public KeyedRandom Chance(int purpose) => KeyedRandom.For(Seed, Purpose.Simulation, purpose);

    /// <summary>Starts a node process; if one of that name runs, it is killed first.</summary>
    /// <param name="name">Letters, digits, <c>-</c>.</param>
    /// <param name="program">What the process does first, given the node.</param>
    /// <param name="incarnation">The number of this life where the program's own store gives it; null counts from 1.</param>
    /// <param name="token">What it shows to its peers; those with another one refuse it.</param>
    public SimulatedNode Start(string name, Action<SimulatedNode> program, long? incarnation = null, string token = "the token")
    {
        ArgumentNullException.ThrowIfNull(program);
        if (_nodes.TryGetValue(name, out var before)) before.Kill("replaced by a new process");
        var number = _incarnations[name] = incarnation ?? _incarnations.GetValueOrDefault(name) + 1;
        var node = new SimulatedNode(this, new NodeId(name, number), token, _order);
        _nodes[name] = node;
        Tell(new NodeStarted(node.Id));
        program(node);
        return node;
    }

    /// <summary>The newest life of a node.</summary>
    /// <exception cref="KeyNotFoundException">No node of that name was ever started.</exception>
    public SimulatedNode Node(string name) => _nodes[name];

    /// <summary>Has something happen after a span of virtual time, whatever becomes of the nodes.</summary>
    public void After(TimeSpan delay, Action act)
    {
        ArgumentNullException.ThrowIfNull(act);
        Clock.CreateTimer(static act => ((Action)act!)(), act, delay < TimeSpan.Zero ? TimeSpan.Zero : delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Hears of everything that is true of this world, as it happens.</summary>
    public void Listen(Action<WorldEvent> listener) => _listeners.Add(listener);

    /// <summary>Lets the world go on for a span of virtual time.</summary>
    public void RunFor(TimeSpan span)
    {
        var end = Clock.Elapsed + span;
        RunUntil(() => false, end - Clock.Elapsed);
        Clock.MoveTo(end);
    }

    /// <summary>Lets the world go on until the condition holds; false when it did not within a span of virtual time, or nothing is left to happen.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var end = within is { } span ? Clock.Elapsed + span : Forever;

        // A context of the caller's would carry continuations to threads of its own; here everything goes on where it ends.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (!condition())
                if (!_loop.Advance(end)) return condition();
            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Says what is true to those who listen.</summary>
    public void Tell(WorldEvent happened)
    {
        foreach (var listener in _listeners) listener(happened);
    }

    /// <summary>Has something happen to the next state that is transferred.</summary>
    public void DisturbTransfer(TransferFault fault) => _transferFaults[fault] = _transferFaults.GetValueOrDefault(fault) + 1;

    internal bool Disturbs(TransferFault fault, NodeId reader)
    {
        if (_transferFaults.GetValueOrDefault(fault) == 0) return false;
        _transferFaults[fault]--;
        Trace.Add("flip", null, reader.Name, $"{fault} of the state that it reads");
        return true;
    }

    internal double Draw(double low, double high) => _chance.Uniform(low, high);

    /// <summary>The process of this incarnation, if it still lives.</summary>
    internal SimulatedNode? Find(NodeId node) => _nodes.TryGetValue(node.Name, out var found) && found.Id == node && !found.HasEnded ? found : null;

    /// <summary>Whether a process says nothing: it stands still, or is gone.</summary>
    internal bool IsSilent(NodeId node) => Find(node) is not { IsPaused: false };

    internal ExchangeGroup GroupOf(int generation, IReadOnlyList<ExchangeMember> members)
    {
        // Members that were told different things about a generation do not find each other.
        var key = $"{generation}:{string.Join('|', members.Select(member => member.Endpoint.Text))}";
        if (!_groups.TryGetValue(key, out var group)) _groups.Add(key, group = new ExchangeGroup(this, generation, [.. members]));
        return group;
    }
}
