using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.TestKit.Invariants;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Storms;

/// <summary>
/// How a run behaves as it grows: many nodes form a generation, some are lost at once, the others go on. Counts what its supervisor has to say and to hear,
/// which must grow as the nodes do and no faster.
/// </summary>
public static class Muster
{
    private const int Steps = 10;
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Loss = TimeSpan.FromSeconds(6.3);

    /// <summary>Runs one.</summary>
    /// <param name="nodes">At the start, 2 or more.</param>
    /// <param name="lost">How many of them are killed at once in mid-run.</param>
    /// <param name="seed">Decides everything.</param>
    public static MusterOutcome Run(int nodes, int lost, ulong seed = 1)
    {
        var recipe = new Recipe
        {
            Seed = seed,
            Steps = Steps,
            Shards = StormPlan.SampleCount,
            Batch = StormPlan.SampleCount,
            Trainers = 1,
            Data = new DataRecipe { Loaders = 1 },
            Checkpoint = new CheckpointRecipe { Every = 5, Keep = 3 },
            Cluster = new ClusterRecipe { Gather = TimeSpan.FromSeconds(1), RebalanceGain = 1 },
        };

        // Not the first ones, so that the checkpoints' keeper stays.
        var faults = Enumerable.Range(0, lost).Select(
            index => new StormFault(FaultKind.Crash, Loss, StormPlan.NameOf(nodes - 1 - index), "", TimeSpan.Zero, 0));
        var plan = new StormPlan(seed, nodes, [FaultKind.Crash], recipe, [.. faults]) { StepTime = StepTime };
        var count = new Count();
        var outcome = Storm.Run(plan, WorldFlaws.None, watch: count.Watch);
        return new MusterOutcome(
            nodes, lost, outcome.Violation, count.Generations, count.PerStep, outcome.Events, outcome.VirtualTime)
        { Recovery = count.Recovery };
    }

    /// <summary>Counts the control messages of the supervisor's node between the first commits of the first generation.</summary>
    private sealed class Count
    {
        private string _supervisor = "";
        private long _messages;
        private long _atFirst;
        private long _atLast;
        private long _lastStep;

        public double PerStep => _lastStep == 0 ? 0 : (double)(_atLast - _atFirst) / _lastStep;

        public TimeSpan Recovery { get; private set; }

        public int Generations { get; private set; }

        public void Watch(SimulatedWorld world) => world.Listen(happened =>
        {
            switch (happened)
            {
                case LeaseHeld held:
                    _supervisor = held.By.Name;
                    break;
                case MessageHeard heard when heard.To.Name == _supervisor || heard.From.Name == _supervisor:
                    _messages++;
                    break;
                case JournalGrew grew:
                    foreach (var each in grew.Events) Note((RunEvent)each, world.Clock.Elapsed);
                    break;
            }
        });

        private void Note(RunEvent happened, TimeSpan now)
        {
            if (happened is RunRecovered recovered) Recovery = TimeSpan.FromSeconds(recovered.Seconds);
            if (happened is GenerationFormed) Generations++;
            if (happened is not StepCommitted step || now > Loss) return;
            if (step.Step == 0) _atFirst = _messages;
            (_atLast, _lastStep) = (_messages, step.Step);
        }
    }
}

/// <summary>What a muster came to.</summary>
/// <param name="Nodes">At the start.</param>
/// <param name="Lost">Of these, at once.</param>
/// <param name="Violation">The first promise that was broken, or null.</param>
/// <param name="Generations">That were formed.</param>
/// <param name="MessagesPerStep">That the supervisor's node sent or heard, while nothing went wrong.</param>
/// <param name="Events">Of the simulation.</param>
/// <param name="VirtualTime">That it lasted.</param>
public sealed record MusterOutcome(
    int Nodes, int Lost, Violation? Violation, int Generations, double MessagesPerStep, long Events, TimeSpan VirtualTime)
{
    /// <summary>From the loss until the next step was committed.</summary>
    public TimeSpan Recovery { get; init; }
}
