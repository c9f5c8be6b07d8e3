using System.Collections.Concurrent;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Training;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.TestKit.Devices;

namespace SoGar.Actors.Tests.Training;

/// <summary>A run of the shipped actors on simulated devices, with threads.</summary>
internal sealed class RunStage : IRunObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryJournal _journal = new(RunEventTypes.All, TimeProvider.System);
    private readonly ConcurrentQueue<RunEvent> _events = new();
    private long _term;

    public SimulatedDevices? Devices { get; private set; }

    public RunHistory History => RunHistory.Of(_events);

    public IReadOnlyCollection<RunEvent> Events => _events;

    /// <summary>Called for every event after it is journalled; may send to the supervisor.</summary>
    public Action<RunEvent, ActorRef<SupervisorMessage>>? OnEvent { get; init; }

    private ActorRef<SupervisorMessage>? Supervisor { get; set; }

    public static Recipe Recipe(int trainers, int steps = 12) => new()
    {
        Seed = 5,
        Steps = steps,
        Batch = 12,
        Shards = 6,
        Trainers = trainers,
        Data = new DataRecipe { Loaders = 2 },
        Checkpoint = new CheckpointRecipe { Every = 5 },
    };

    /// <summary>Runs to its end and returns what reached the root, if anything did.</summary>
    public async Task<SystemFailure?> RunAsync(Recipe recipe, DeviceScript? script = null, SimulatedState? start = null)
    {
        Devices = new SimulatedDevices(recipe, 50, script, start);
        var first = start?.Done ?? 0;
        var plan = new RunPlan(
            "test", recipe, ++_term, History,
            first == 0 ? [new RunStarted("", Devices.Ground.Profile, 50, "")] : [new RunResumed(first, "", Devices.Ground.Profile)],
            Devices.Ground);
        await using var system = new ActorSystem("test");
        Supervisor = OneProcess.Start(system, plan, Devices, _journal, _events.Count, this);
        await Task.WhenAny(Supervisor.Termination, system.Failure).WaitAsync(Patience);
        return system.Failure.IsCompletedSuccessfully ? await system.Failure : null;
    }

    public void Observe(RunEvent happened)
    {
        _events.Enqueue(happened);
        OnEvent?.Invoke(happened, Supervisor!);
    }
}
