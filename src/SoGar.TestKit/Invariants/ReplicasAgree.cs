using SoGar.Protocol.Cluster;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>
/// G3: a replica that went wrong reaches nobody else. A node whose bits were flipped may compute nonsense until it is found out; no other may,
/// and what it computes must not be summed into anybody's step.
/// </summary>
public sealed class ReplicasAgree : Invariant
{
    private readonly HashSet<NodeId> _damaged = [];
    private readonly Dictionary<long, ulong> _sound = [];

    /// <inheritdoc/>
    public override string Name => "G3";

    /// <inheritdoc/>
    public override string Promise => "all trainers hold the same state after each step; the odd one out is found at that step and replaced";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts)
    {
        switch (happened)
        {
            case BitFlipped flipped:
                _damaged.Add(flipped.Node);
                return null;
            case StepSummed summed when _damaged.Count > 0 && summed.Words != facts.Undisturbed.SumOf(summed.Step):
                return $"what {string.Join(", ", _damaged)} computed from altered memory was summed into step {summed.Step}";
            case StepApplied applied when !_damaged.Contains(applied.Node) && !_sound.TryAdd(applied.Step, applied.Fingerprint)
                && _sound[applied.Step] != applied.Fingerprint:
                return $"{applied.Node}, {applied.Trainer}, whose memory is sound, differs from others after step {applied.Step}";
            case StateAdopted adopted when adopted.Fingerprint.Student != _sound.GetValueOrDefault(
                adopted.Done - 1, facts.Undisturbed.After(adopted.Done).Fingerprints().Student):
                return $"{adopted.Node} took a state of {adopted.Done} steps from {adopted.Source} that differs from the one others computed";
            case StateAdopted adopted:
                _damaged.Remove(adopted.Node);
                return null;
            default:
                return null;
        }
    }
}
