using SoGar.TestKit.Devices;
using SoGar.TestKit.Invariants;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Storms;

/// <summary>Runs storms: the shipped actors in a simulated cluster under a plan of faults, watched over by every guarantee at every event.</summary>
public static class Storm
{
    /// <summary>Runs one storm.</summary>
    public static StormOutcome Run(StormPlan plan) => Run(plan, WorldFlaws.None);

    /// <summary>Runs one storm and keeps the end of its trace.</summary>
    /// <param name="plan">The storm.</param>
    /// <param name="traceLines">How many of its last lines.</param>
    public static StormOutcome RunTraced(StormPlan plan, int traceLines) => Run(plan, WorldFlaws.None, traceLines);

    internal static StormOutcome Run(StormPlan plan, WorldFlaws flaws, int traceLines = 0, Action<SimulatedWorld>? watch = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var world = new SimulatedWorld(plan.Seed, traceLines: traceLines) { Flaws = flaws, Detection = plan.Recipe.Cluster.Detection };
        var facts = new RunFacts(world, StormCluster.RunName, UndisturbedRun.Of(plan.Recipe, StormPlan.SampleCount));
        var guarantees = new Guarantees(facts);
        var story = new StormStory(world, facts);
        var alarms = 0L;
        world.Listen(happened => alarms += happened is PeerLost or ExchangeBroke ? 1 : 0);
        watch?.Invoke(world);
        var cluster = new StormCluster(world, plan, facts);
        cluster.Begin();
        foreach (var fault in plan.Faults) world.After(fault.At, () => Strike(fault));

        world.RunUntil(() => guarantees.Violation is not null || facts.HasFinished, plan.Calm + plan.Grace);
        if (guarantees.Violation is null) guarantees.Conclude();
        if (guarantees.Violation is { } broken) story.Add($"{broken.Invariant} broken: {broken.Explanation}");
        return new StormOutcome(plan, guarantees.Violation, world.EventCount, world.Clock.Elapsed, world.Trace.Hash)
        {
            Messages = world.Network.MessageCount,
            Alarms = alarms,
            Seats = facts.Term,
            Generations = facts.History.Generation,
            Story = story.Lines,
            Trace = world.Trace.ToString(),
        };

        void Strike(StormFault fault)
        {
            if (facts.HasFinished) return;
            story.Add(fault);
            cluster.Strike(fault);
        }
    }
}
