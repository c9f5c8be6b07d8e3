using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>G4: what is summed up for a step is every shard of it once, made of the samples that its schedule names.</summary>
public sealed class SamplesCountOnce : Invariant
{
    /// <inheritdoc/>
    public override string Name => "G4";

    /// <inheritdoc/>
    public override string Promise => "every sample counts once per epoch, whatever failed, joined or left";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts)
    {
        if (happened is not StepSummed summed) return null;
        var seen = new HashSet<int>();
        foreach (var shard in summed.Shards)
        {
            if (shard.Key.Step != summed.Step) return $"{shard.Key} was summed into step {summed.Step}";
            if (!seen.Add(shard.Key.Shard)) return $"{shard.Key} was summed twice in generation {summed.Generation}";
            var expected = facts.Undisturbed.SamplesOf(shard.Key);
            if (!shard.Samples.SequenceEqual(expected))
                return $"{shard.Key} was made of samples {string.Join(", ", shard.Samples)} in place of {string.Join(", ", expected)}";
        }

        return seen.Count == facts.Undisturbed.Recipe.Shards
            ? null
            : $"step {summed.Step} was summed over {seen.Count} of {facts.Undisturbed.Recipe.Shards} shards in generation {summed.Generation}";
    }
}
