using System.Collections.Immutable;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Checkpoints;

/// <summary>Chooses which checkpoints to drop: all but the newest few and those of round steps.</summary>
/// <param name="Keep">Newest checkpoints that stay; 1 or more.</param>
/// <param name="KeepEvery">Checkpoints of steps that this divides stay for good; 0 for none.</param>
public sealed record RetentionRule(int Keep, long KeepEvery)
{
    /// <summary>The rule of a recipe.</summary>
    public static RetentionRule Of(CheckpointRecipe recipe) => new(recipe.Keep, recipe.KeepEvery);

    /// <summary>The steps to drop, oldest first; never the newest.</summary>
    public ImmutableArray<long> Drops(IEnumerable<long> steps) =>
        [.. steps.Order().SkipLast(Math.Max(1, Keep)).Where(step => KeepEvery <= 0 || step % KeepEvery != 0)];
}
