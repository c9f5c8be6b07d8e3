using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Training;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.Tests;

/// <summary>A run of the shipped training actors in virtual time, with messages that travel up to a millisecond.</summary>
internal sealed class SimulatedRun(ulong seed, int trainers, DeviceScript? script = null, int steps = 12) : IRunObserver
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);
    private readonly MemoryJournal _journal = new(RunEventTypes.All, TimeProvider.System);
    private readonly List<RunEvent> _events = [];
    private long _term;
    private SimulatedDevices? _devices;

    public RunHistory History => RunHistory.Of(_events);

    public string Trace { get; private set; } = "";

    /// <summary>What reached the root, if anything did.</summary>
    public SystemFailure? Failure { get; private set; }

    /// <summary>Virtual time that the last tenure took.</summary>
    public TimeSpan Elapsed { get; private set; }

    private Recipe Recipe { get; } = new()
    {
        Seed = 5,
        Steps = steps,
        Batch = 12,
        Shards = 6,
        Trainers = trainers,
        Data = new DataRecipe { Loaders = 2 },
        Checkpoint = new CheckpointRecipe { Every = 5 },
    };

    /// <summary>Runs to the end, or until it rests after a drain asked for at <paramref name="drainAt"/>; goes on from the newest checkpoint.</summary>
    public SimulatedRun Play(TimeSpan? drainAt = null)
    {
        var first = History.Checkpoints is [.., var newest] ? newest.Done : 0;
        _devices = new SimulatedDevices(Recipe, 50, script, first == 0 ? null : _devices!.Shelf.Written[first]);
        var plan = new RunPlan(
            "test", Recipe, ++_term, History,
            first == 0 ? [new RunStarted("", _devices.Ground.Profile, 50, "")] : [new RunResumed(first, "", _devices.Ground.Profile)],
            _devices.Ground);

        var simulation = new Simulation(seed, Latency);
        var run = OneProcess.Start(simulation.System, plan, _devices, _journal, _events.Count, this);
        if (drainAt is { } instant)
        {
            simulation.RunFor(instant);
            run.Tell(new DrainRun("asked by the test"));
        }

        var hasEnded = simulation.Wait(() => run.Termination.IsCompleted || simulation.System.Failure.IsCompleted, TimeSpan.FromHours(1));
        Trace = simulation.Trace.ToString();
        Assert.True(hasEnded, $"seed {seed}, {trainers} trainers: the run hangs after\n{simulation.Trace.Tail(20)}");
        Elapsed = simulation.Clock.Elapsed;
        Failure = simulation.System.Failure.IsCompletedSuccessfully ? simulation.Await(simulation.System.Failure) : null;
        return this;
    }

    public void Observe(RunEvent happened) => _events.Add(happened);
}
