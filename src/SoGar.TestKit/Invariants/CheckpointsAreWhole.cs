using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>G6: what is journalled as written holds the state that it says, and what is accepted for reading is as it was written.</summary>
public sealed class CheckpointsAreWhole : Invariant
{
    /// <inheritdoc/>
    public override string Name => "G6";

    /// <inheritdoc/>
    public override string Promise => "a checkpoint that is accepted is whole";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts)
    {
        if (happened is CheckpointAccepted { IsWhole: false } accepted) return $"{accepted.Node} accepted {accepted.Folder}, which is damaged";
        foreach (var written in facts.NewEvents(happened).OfType<CheckpointWritten>())
            if (written.Digests != facts.Undisturbed.After(written.Done).Digests())
                return $"{written.Folder} was journalled and holds another state than that after {written.Done} steps";
        return null;
    }
}
