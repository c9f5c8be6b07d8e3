using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Regions;

/// <summary>The regions of views by the rule of a recipe (methods.md, D.1). A function of the view and its key.</summary>
/// <param name="rule">Where regions come from.</param>
/// <param name="count">Regions of a view.</param>
public sealed class RegionFinder(RegionRule rule, int count)
{
    // The paper's two settings at 224 pixels; a small view has proportionally small segments.
    private static readonly int[] FhScales = [500, 1000];

    // Boxes annotated a little earlier or later serve too.
    private const int BoxReach = 5;

    /// <summary>Finds the regions of one frame of a view.</summary>
    /// <param name="plan">How the view came about.</param>
    /// <param name="clip">The video.</param>
    /// <param name="view">float32 [3, frames, size, size]; borrowed.</param>
    /// <param name="frame">Position in the view.</param>
    /// <param name="random">Of this view alone.</param>
    public RegionSet Find(ViewPlan plan, ClipFacts clip, ReadOnlySpan<float> view, int frame, KeyedRandom random) => rule switch
    {
        RegionRule.Random => RandomRegions.Draw(count, random),
        RegionRule.Slic => RegionSet.Choose(Superpixels.Of(ImageOf(plan, view, frame)).Candidates(), count, random),
        RegionRule.Fh => RegionSet.Choose(AtTwoScales(ImageOf(plan, view, frame)), count, random),
        RegionRule.Boxes => RegionSet.Choose(
            BoxRegions.Through(clip.Boxes.Nearest(plan.Frames[frame], BoxReach), clip, plan.Crop, plan.Photometry.Flip), count, random),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), rule, "no such rule"),
    };

    private static RegionBox[] AtTwoScales(RegionImage image)
    {
        var share = image.Width * image.Height / (224.0 * 224);
        return [.. FhScales.SelectMany(scale => GraphSegments.Of(image, scale * share, (int)(scale * share)).Candidates())];
    }

    private static RegionImage ImageOf(ViewPlan plan, ReadOnlySpan<float> view, int frame) =>
        RegionImage.Of(view, plan.Frames.Length, frame, plan.Size, plan.Scale);
}
