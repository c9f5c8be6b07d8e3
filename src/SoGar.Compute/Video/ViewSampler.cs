using System.Collections.Immutable;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Video;

/// <summary>
/// Chooses the views of a sample (methods.md, B.1 and B.6). A pure function of (recipe, seed, epoch, sample, view): every draw has its own
/// key, so it does not matter which machine asks, in what order, or what it asked before.
/// </summary>
public sealed class ViewSampler(ViewsRecipe recipe, ulong seed) : IViewRule
{
    /// <inheritdoc/>
    public ImmutableArray<ViewSlot> Slots(long step) => ViewSlot.Of(recipe, seed, step);

    /// <inheritdoc/>
    public ImmutableArray<ViewPlan> Plan(ClipFacts clip, SampleDraw draw, ImmutableArray<ViewSlot> slots)
    {
        var shared = KeyedRandom.For(seed, Purpose.Window, draw.Epoch, draw.Sample);
        var secondHalf = shared.Happens(0.5);
        var window = ClipWindow.Draw(recipe.Window, clip, shared);
        return [.. slots.Select(slot => Plan(clip, window, secondHalf, slot, KeyedRandom.For(seed, Purpose.View, draw.Epoch, draw.Sample, slot.Number)))];
    }

    private ViewPlan Plan(ClipFacts clip, ClipWindow window, bool secondHalf, ViewSlot slot, KeyedRandom random)
    {
        var view = slot.Recipe;
        var span = FrameSpan.Draw(view, window.Length, secondHalf, random);
        var frames = span.Pick(slot.Frames, window.Length);
        for (var i = 0; i < frames.Length; i++)
            frames[i] += window.Start;

        var crop = view.Boxes
            ? BoxGuidedCrop.Draw(random, clip, window.Start + span.Middle, view.Area[0], view.Area[1], view.Aspect[0], view.Aspect[1])
            : RandomResizedCrop.Draw(random, clip.Width, clip.Height, view.Area[0], view.Area[1], view.Aspect[0], view.Aspect[1]);
        return new ViewPlan
        {
            Frames = [.. frames],
            Crop = crop,
            Size = view.Size,
            Photometry = Photometry.Draw(slot.Augment, random),
            Scale = ChannelScale.From(recipe),
            Input = recipe.Input,
        };
    }
}
