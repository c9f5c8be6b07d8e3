using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>G5: every committed step, and the end of the run, has the bits of the undisturbed run of one trainer.</summary>
public sealed class BitsDoNotDepend : Invariant
{
    /// <inheritdoc/>
    public override string Name => "G5";

    /// <inheritdoc/>
    public override string Promise => "digests do not depend on trainers, assignment, failures or resumption";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts)
    {
        foreach (var each in facts.NewEvents(happened))
        {
            if (each is StepCommitted step && step.Fingerprint != facts.Expected(step.Step).ToString())
                return $"step {step.Step} was committed as {step.Fingerprint} where the undisturbed run has {facts.Expected(step.Step)}";
            if (each is RunFinished finished && finished.Digests != facts.Undisturbed.Final.Digests())
                return $"the run ended with student {finished.Digests.Student} where the undisturbed one has {facts.Undisturbed.Final.Digests().Student}";
        }

        return null;
    }
}
