using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>
/// G1: what the journal once called committed is never called otherwise, and nothing between two committed steps is missing, unless all who could
/// have reported it are gone: then the weights hold the step, and the journal does not.
/// </summary>
public sealed class CommittedStepsLast : Invariant
{
    /// <inheritdoc/>
    public override string Name => "G1";

    /// <inheritdoc/>
    public override string Promise => "a committed step is never lost or changed";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts)
    {
        if (happened is JournalGrew grew && grew.Stream == facts.Stream && grew.Version - grew.Events.Length < facts.Acknowledged.Count)
            return $"the journal acknowledged {facts.Acknowledged.Count} events and now goes on behind event {grew.Version - grew.Events.Length}";
        var next = facts.History.Done;
        foreach (var step in facts.NewEvents(happened).OfType<StepCommitted>())
        {
            if (facts.Committed.TryGetValue(step.Step, out var before) && before != step.Fingerprint)
                return $"step {step.Step} was committed as {before} and then as {step.Fingerprint}";
            if (step.Step > next && !facts.HasLostProcesses) return $"step {step.Step} was committed and step {next} never was";
            next = Math.Max(next, step.Step + 1);
        }

        return null;
    }

    /// <inheritdoc/>
    public override string? Conclude(RunFacts facts)
    {
        var held = facts.World.Store.Journal.ReadAsync(facts.Stream).ToBlockingEnumerable().Count();
        if (held < facts.Acknowledged.Count) return $"the journal acknowledged {facts.Acknowledged.Count} events and holds {held}";
        return facts.HasFinished && !facts.HasLostProcesses && facts.Committed.Count < facts.Undisturbed.Recipe.Steps
            ? $"the run says that it is finished with {facts.Committed.Count} of {facts.Undisturbed.Recipe.Steps} steps committed"
            : null;
    }
}
