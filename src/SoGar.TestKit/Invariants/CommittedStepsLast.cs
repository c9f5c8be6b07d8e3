using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>
/// G1: what the journal once called committed is never called otherwise, and nothing between two committed steps is missing, unless all who could
/// have reported it are gone or cut off, and the supervisor that goes past it never heard of it: then the weights hold the step, and the journal does not.
/// </summary>
public sealed class CommittedStepsLast : Invariant
{
    private readonly HashSet<(long Term, long Step)> _told = [];
    private bool _hasMissedReporters;

    /// <inheritdoc/>
    public override string Name => "G1";

    /// <inheritdoc/>
    public override string Promise => "a committed step is never lost or changed";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts)
    {
        if (happened is JournalGrew grew && grew.Stream == facts.Stream && grew.Version - grew.Events.Length < facts.Acknowledged.Count)
            return $"the journal acknowledged {facts.Acknowledged.Count} events and now goes on behind event {grew.Version - grew.Events.Length}";
        _hasMissedReporters |= happened is NodeKilled { HasStopped: false } or PeerLost;
        if (happened is MessageHeard { Message: NodeReports heard }) Note(heard, facts);
        var next = facts.History.Done;
        foreach (var step in facts.NewEvents(happened).OfType<StepCommitted>())
        {
            if (facts.Committed.TryGetValue(step.Step, out var before) && before != step.Fingerprint)
                return $"step {step.Step} was committed as {before} and then as {step.Fingerprint}";
            if (step.Step > next && IsOwed(((JournalGrew)happened).Term, next)) return $"step {step.Step} was committed and step {next} never was";
            next = Math.Max(next, step.Step + 1);
        }

        return null;
    }

    /// <inheritdoc/>
    public override string? Conclude(RunFacts facts)
    {
        var held = facts.World.Store.VersionOf(facts.Stream);
        if (held < facts.Acknowledged.Count) return $"the journal acknowledged {facts.Acknowledged.Count} events and holds {held}";
        if (!facts.HasFinished) return null;
        for (var step = 0L; step < facts.Undisturbed.Recipe.Steps; step++)
            if (!facts.Committed.ContainsKey(step) && IsOwed(facts.Term, step))
                return $"the run says that it is finished with {facts.Committed.Count} of {facts.Undisturbed.Recipe.Steps} steps committed; step {step} " +
                    "never was";
        return null;
    }

    private bool IsOwed(long term, long step) => !_hasMissedReporters || _told.Contains((term, step));

    private void Note(NodeReports heard, RunFacts facts)
    {
        foreach (var report in heard.Reports)
            if (report is StepFinished { Report: var step } && step.Fingerprint == facts.Expected(step.Step)) _told.Add((heard.Term, step.Step));
    }
}
