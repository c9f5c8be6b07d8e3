using System.Collections.Immutable;
using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Methods;

/// <summary>What the view rules of methods that choose their own frames have in common.</summary>
internal static class ClipPlans
{
    /// <summary>The stream of what the views of a sample share.</summary>
    public static KeyedRandom Shared(ulong seed, SampleDraw draw) => KeyedRandom.For(seed, Purpose.Window, draw.Epoch, draw.Sample);

    /// <summary>The stream of one view.</summary>
    public static KeyedRandom OfView(ulong seed, SampleDraw draw, int number) => KeyedRandom.For(seed, Purpose.View, draw.Epoch, draw.Sample, number);

    /// <summary>A view of <paramref name="kind"/> with <paramref name="frames"/> frames that people call <paramref name="name"/>.</summary>
    public static ViewSlot Slot(ViewsRecipe views, int number, int frames, ViewRecipe kind, string name) =>
        new(number, frames, kind, views.Augment[kind.Augment]) { Name = name };

    /// <summary>A plan whose crop and photometry are drawn by the slot's kind.</summary>
    public static ViewPlan Draw(ViewsRecipe views, ViewSlot slot, ClipFacts clip, IEnumerable<int> frames, KeyedRandom random)
    {
        var crop = CropOf(slot.Recipe, clip, random);
        return Of(views, slot, frames, crop, Photometry.Draw(slot.Augment, random));
    }

    /// <summary>A plan of given crop and photometry.</summary>
    public static ViewPlan Of(ViewsRecipe views, ViewSlot slot, IEnumerable<int> frames, CropBox crop, Photometry photometry) => new()
    {
        Frames = [.. frames],
        Crop = crop,
        Size = slot.Recipe.Size,
        Photometry = photometry,
        Scale = ChannelScale.From(views),
        Input = views.Input,
    };

    /// <summary>A random resized crop by the kind's area and aspect.</summary>
    public static CropBox CropOf(ViewRecipe kind, ClipFacts clip, KeyedRandom random) =>
        RandomResizedCrop.Draw(random, clip.Width, clip.Height, kind.Area[0], kind.Area[1], kind.Aspect[0], kind.Aspect[1]);

    /// <summary>Frames at equal steps; beyond the end the clip begins again.</summary>
    public static ImmutableArray<int> Looped(int start, int step, int count, int frameCount) =>
        [.. Enumerable.Range(0, count).Select(i => (int)((start + (long)i * step) % frameCount))];
}
