using System.Collections.Immutable;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Methods.ConstCl;

/// <summary>Two clips of a video that begin a random gap apart, each with its own crop and colours; a short video begins again (methods.md, D.1).</summary>
public sealed class ConstClViews(Recipe recipe) : IViewRule
{
    /// <inheritdoc/>
    public ImmutableArray<ViewSlot> Slots(long step) => [Slot(0), Slot(1)];

    /// <inheritdoc/>
    public ImmutableArray<ViewPlan> Plan(ClipFacts clip, SampleDraw draw, ImmutableArray<ViewSlot> slots)
    {
        var shared = ClipPlans.Shared(recipe.Seed, draw);
        var stride = recipe.ConstCl.Stride;
        var greatest = Math.Max(0, clip.FrameCount - (slots[0].Frames - 1) * stride - 1);
        var gap = (int)ClipGap.At(greatest, shared.NextDouble());
        var first = shared.NextInt(0, greatest - gap);
        int[] starts = shared.Happens(0.5) ? [first, first + gap] : [first + gap, first];
        return [.. slots.Select(slot => ClipPlans.Draw(
            recipe.Views, slot, clip, ClipPlans.Looped(starts[slot.Number], stride, slot.Frames, clip.FrameCount),
            ClipPlans.OfView(recipe.Seed, draw, slot.Number)))];
    }

    private ViewSlot Slot(int number)
    {
        var kind = recipe.Views.Cut[number];
        return ClipPlans.Slot(recipe.Views, number, kind.Frames[0], kind, number == 0 ? "first" : "second");
    }
}
