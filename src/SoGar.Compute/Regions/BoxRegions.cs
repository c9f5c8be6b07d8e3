using SoGar.Compute.Data;
using SoGar.Compute.Video;

namespace SoGar.Compute.Regions;

/// <summary>A data set's boxes as regions of a view that shows a part of the frame (methods.md, D.1).</summary>
public static class BoxRegions
{
    private const double LeastVisible = 0.2;

    /// <summary>Maps boxes of a frame into a view of it; those of which less than a fifth is seen are left out.</summary>
    /// <param name="boxes">In shares of the frame.</param>
    /// <param name="clip">Size of the frame.</param>
    /// <param name="crop">The part that the view shows.</param>
    /// <param name="flip">Whether the view exchanges left and right.</param>
    public static RegionBox[] Through(ReadOnlySpan<PlayerBox> boxes, ClipFacts clip, CropBox crop, bool flip)
    {
        var seen = new List<RegionBox>();
        foreach (var box in boxes)
        {
            var whole = new RegionBox(
                (box.Y1 * clip.Height - crop.Y) / crop.Height, (box.X1 * clip.Width - crop.X) / crop.Width,
                (box.Y2 * clip.Height - crop.Y) / crop.Height, (box.X2 * clip.Width - crop.X) / crop.Width);
            var cut = new RegionBox(Inside(whole.Top), Inside(whole.Left), Inside(whole.Bottom), Inside(whole.Right));
            var area = whole.Width * whole.Height;
            if (area <= 0 || cut.Width * cut.Height < LeastVisible * area) continue;
            seen.Add(flip ? cut with { Left = 1 - cut.Right, Right = 1 - cut.Left } : cut);
        }

        return [.. seen];
    }

    private static double Inside(double share) => Math.Clamp(share, 0, 1);
}
