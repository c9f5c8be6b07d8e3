using System.Collections.Immutable;
using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Methods.Hdc;

/// <summary>
/// Pairs of views that differ in what features shall not tell (methods.md, E.1). The spatial pair differs in time, order and speed and looks alike; the
/// temporal pair shows the same frames and looks different. Queries come first, then their keys, then the key in another order.
/// </summary>
public sealed class HdcViews(Recipe recipe) : IViewRule
{
    private readonly ViewRecipe _weak = recipe.Views.Cut[0];
    private readonly ViewRecipe _strong = recipe.Views.Cut[^1];
    private readonly HdcLayout _layout = new(recipe.Hdc);

    /// <inheritdoc/>
    public ImmutableArray<ViewSlot> Slots(long step) =>
        [.. Enumerable.Range(0, _layout.Views).Select(number => ClipPlans.Slot(recipe.Views, number, _weak.Frames[0],
            _layout.IsSpatial(number) ? _weak : _strong, _layout.NameOfView(number)))];

    /// <inheritdoc/>
    public ImmutableArray<ViewPlan> Plan(ClipFacts clip, SampleDraw draw, ImmutableArray<ViewSlot> slots)
    {
        var shared = ClipPlans.Shared(recipe.Seed, draw);
        var plans = new ViewPlan[slots.Length];
        if (!recipe.Hdc.Decoupled)
        {
            foreach (var slot in slots) plans[slot.Number] = Free(clip, slot, Of(draw, slot));
            return [.. plans];
        }

        var temporal = slots[_layout.TemporalQuery];
        plans[_layout.TemporalQuery] = Free(clip, temporal, Of(draw, temporal));
        var key = slots[_layout.TemporalKey];
        plans[_layout.TemporalKey] = ClipPlans.Draw(recipe.Views, key, clip, plans[_layout.TemporalQuery].Frames, Of(draw, key));
        if (_layout.Reordered is { } reordered)
            plans[reordered] = plans[_layout.TemporalKey] with { Frames = AnotherOrder(plans[_layout.TemporalKey].Frames, Of(draw, slots[reordered])) };
        Spatial(clip, draw, slots, plans, flip: shared.Happens(slots[_layout.SpatialKey].Augment.Flip));
        return [.. plans];
    }

    // Both views look alike: the same side up, nearly the same crop, nearly the same colours.
    private void Spatial(ClipFacts clip, SampleDraw draw, ImmutableArray<ViewSlot> slots, ViewPlan[] plans, bool flip)
    {
        var keySlot = slots[_layout.SpatialKey];
        var random = Of(draw, keySlot);
        ViewPlan key;
        if (recipe.Hdc.SharedQuery)
        {
            // The query is the temporal one, strongly altered; the key follows it.
            var query = plans[HdcLayout.SpatialQuery];
            key = ClipPlans.Of(recipe.Views, keySlot, FramesOf(clip, keySlot.Frames, random), Within(query.Crop, random), query.Photometry);
        }
        else
        {
            var slot = slots[HdcLayout.SpatialQuery];
            plans[HdcLayout.SpatialQuery] = Turned(Free(clip, slot, Of(draw, slot)), flip);
            key = Turned(Free(clip, keySlot, random), flip);
        }

        plans[_layout.SpatialKey] = random.Happens(recipe.Hdc.PermuteKey) ? key with { Frames = Permuted(key.Frames, random) } : key;
    }

    private ViewPlan Free(ClipFacts clip, ViewSlot slot, KeyedRandom random) =>
        ClipPlans.Draw(recipe.Views, slot, clip, FramesOf(clip, slot.Frames, random), random);

    private ImmutableArray<int> FramesOf(ClipFacts clip, int frames, KeyedRandom random)
    {
        var stride = recipe.Hdc.Strides[random.NextInt(recipe.Hdc.Strides.Length)];
        var span = (frames - 1) * stride + 1;
        return ClipPlans.Looped(random.NextInt(Math.Max(1, clip.FrameCount - span + 1)), stride, frames, clip.FrameCount);
    }

    private CropBox Within(CropBox outer, KeyedRandom random)
    {
        var inner = RandomResizedCrop.Draw(random, outer.Width, outer.Height, _weak.Area[0], _weak.Area[1], _weak.Aspect[0], _weak.Aspect[1]);
        return inner with { X = inner.X + outer.X, Y = inner.Y + outer.Y };
    }

    private static ViewPlan Turned(ViewPlan plan, bool flip) => plan with { Photometry = plan.Photometry with { Flip = flip } };

    private static ImmutableArray<int> AnotherOrder(ImmutableArray<int> frames, KeyedRandom random) =>
        random.Happens(0.5) ? [.. frames.Reverse()] : Permuted(frames, random);

    private static ImmutableArray<int> Permuted(ImmutableArray<int> frames, KeyedRandom random)
    {
        var order = frames.ToArray();
        random.Shuffle<int>(order);
        return [.. order];
    }

    private KeyedRandom Of(SampleDraw draw, ViewSlot slot) => ClipPlans.OfView(recipe.Seed, draw, slot.Number);
}
