using System.Collections.Immutable;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Methods.Concepts;

/// <summary>
/// Two clips one behind the other, and one frame of each that stands still (methods.md, C.1): views v1, v2, s1, s2, each with its own crop and colours.
/// A still view is rendered once and repeated by the network's side; differences are taken there too, of what v became.
/// </summary>
public sealed class ConceptsViews(Recipe recipe) : IViewRule
{
    private readonly ViewRecipe _kind = recipe.Views.Cut[0];

    /// <inheritdoc/>
    public ImmutableArray<ViewSlot> Slots(long step)
    {
        var frames = _kind.Frames[0];
        return [Slot(0, frames, "first"), Slot(1, frames, "second"), Slot(2, 1, "first, still"), Slot(3, 1, "second, still")];
    }

    /// <inheritdoc/>
    public ImmutableArray<ViewPlan> Plan(ClipFacts clip, SampleDraw draw, ImmutableArray<ViewSlot> slots)
    {
        var shared = ClipPlans.Shared(recipe.Seed, draw);
        var length = _kind.Frames[0];
        var greatest = Math.Min(recipe.Concepts.StrideMax, (double)clip.FrameCount / (2 * length));
        var stride = shared.Uniform(1, Math.Max(1, greatest));
        var start = shared.Uniform(0, Math.Max(0, clip.FrameCount - 1 - stride * (2 * length - 1)));
        var still = shared.NextInt(length);
        var frames = Enumerable.Range(0, 2 * length).Select(i => Math.Clamp((int)Math.Round(start + i * stride), 0, clip.FrameCount - 1)).ToArray();
        int[][] picks = [frames[..length], frames[length..], [frames[still]], [frames[length + still]]];
        return [.. slots.Select(slot => ClipPlans.Draw(recipe.Views, slot, clip, picks[slot.Number], ClipPlans.OfView(recipe.Seed, draw, slot.Number)))];
    }

    private ViewSlot Slot(int number, int frames, string name) => ClipPlans.Slot(recipe.Views, number, frames, _kind, name);
}
