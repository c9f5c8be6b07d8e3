using System.Diagnostics;
using SoGar.Actors.Kernel;

namespace SoGar.TestKit;

/// <summary>
/// Actors on one thread in virtual time. Whose turn is next and how long messages travel is drawn from the seed: one seed, one history.
/// Dedicated actors run on the same thread. Work that actors await or pipe has to end in virtual time too, by timers of the context's
/// clock or by simulated ports: real threads have no place in it.
/// </summary>
public sealed class Simulation : Stage
{
    private static readonly TimeSpan OutsiderPatience = TimeSpan.FromSeconds(5);
    private readonly TurnLoop _loop;
    private readonly ulong _seed;

    /// <summary>Opens a simulation.</summary>
    /// <param name="seed">Determines the history.</param>
    /// <param name="latency">The longest a message travels; each takes a share of it, drawn. Zero delivers at once.</param>
    /// <param name="policy">What follows from a failure at the top of the tree; null escalates it.</param>
    public Simulation(ulong seed = 1, TimeSpan latency = default, SupervisionPolicy? policy = null)
    {
        _seed = seed;
        var order = new TurnOrder(seed);
        _loop = new TurnLoop(Clock, order);
        Trace = new Trace(Clock);
        var host = new Host(Clock, order, new SimulatedPost(seed, latency, Clock, Faults, Trace));
        System = new ActorSystem(
            "sim", new ActorSystemOptions { Host = host, Observer = Observer, Policy = policy ?? SupervisionPolicy.EscalateAll });
    }

    /// <summary>Virtual time.</summary>
    public VirtualClock Clock { get; } = new();

    /// <summary>What shall go wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What happened so far.</summary>
    public Trace Trace { get; }

    /// <summary>Turns that may be taken without virtual time moving before the simulation takes them for endless talk.</summary>
    public int TurnsPerInstant
    {
        get => _loop.TurnsPerInstant;
        init => _loop.TurnsPerInstant = value;
    }

    /// <inheritdoc/>
    public override ActorSystem System { get; }

    /// <summary>Lets actors work for a span of virtual time.</summary>
    public void RunFor(TimeSpan span)
    {
        var end = Clock.Elapsed + span;
        while (Advance(end))
        {
        }

        Clock.MoveTo(end);
    }

    /// <inheritdoc/>
    public override bool Wait(Func<bool> condition, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var end = Clock.Elapsed + within;
        while (!condition())
        {
            if (!Advance(end))
            {
                Clock.MoveTo(end);
                return condition();
            }
        }

        return true;
    }

    internal override ExpectationException Unmet(string what) =>
        new($"{what}\nseed {_seed}; the last of the trace:\n{Trace.Tail(40)}");

    private protected override void Heard(KernelEvent happened) => Trace.Add(happened);

    private protected override bool WaitFor(Task task, TimeSpan within)
    {
        // What a test awaits may go on for a moment on a thread of its own, an async method of the test for instance.
        var outsiders = Stopwatch.StartNew();
        var end = Clock.Elapsed + within;
        while (!task.IsCompleted)
        {
            if (Advance(end))
            {
                outsiders.Restart();
            }
            else if (outsiders.Elapsed > OutsiderPatience)
            {
                return false;
            }
            else
            {
                Thread.Yield();
            }
        }

        return true;
    }

    private bool Advance(TimeSpan end)
    {
        try
        {
            return _loop.Advance(end);
        }
        catch (ExpectationException endless)
        {
            throw Unmet(endless.Message);
        }
    }

    private sealed class Host(VirtualClock clock, TurnOrder order, SimulatedPost post) : IActorHost
    {
        public TimeProvider Clock => clock;

        public IDeliveryGate Gate => post;

        public ILane OpenLane(string path, Dispatcher dispatcher, ITurn turn) => order.OpenLane(turn);

        public Task WhenIdleAsync() => Task.CompletedTask;
    }
}
