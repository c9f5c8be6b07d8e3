using System.Collections.Immutable;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Video;

/// <summary>One view that every sample of a step has.</summary>
/// <param name="Number">Position among the views of a sample, from 0; part of the key of its draws.</param>
/// <param name="Frames">Frames of the view.</param>
/// <param name="Recipe">How it is cut.</param>
/// <param name="Augment">How it is altered.</param>
public sealed record ViewSlot(int Number, int Frames, ViewRecipe Recipe, AugmentRecipe Augment)
{
    /// <summary>What people call it.</summary>
    public string Name { get; init; } = Recipe.Role.ToString().ToLowerInvariant();

    /// <summary>
    /// The views of a step, in the recipe's order. Their numbers of frames are the same for all samples of the step, so that they batch.
    /// </summary>
    public static ImmutableArray<ViewSlot> Of(ViewsRecipe recipe, ulong seed, long step)
    {
        var slots = ImmutableArray.CreateBuilder<ViewSlot>();
        foreach (var view in recipe.Cut)
        {
            for (var i = 0; i < view.Count; i++)
            {
                var choices = view.Frames.Length;
                var dealt = view.Count >= choices ? i % choices : KeyedRandom.For(seed, Purpose.FrameCount, step, slots.Count).NextInt(choices);
                slots.Add(new ViewSlot(slots.Count, view.Frames[dealt], view, recipe.Augment[view.Augment]));
            }
        }

        return slots.DrainToImmutable();
    }
}
