using SoGar.Protocol.Chance;

namespace SoGar.Compute.Regions;

/// <summary>Boxes at random places (methods.md, D.1): the rule that the released ConST-CL found as good as superpixels.</summary>
public static class RandomRegions
{
    // Just inside, so that a sample at the edge has a neighbour.
    private const double Edge = 0.999;

    /// <summary>Draws the regions of a view; all are valid.</summary>
    public static RegionSet Draw(int count, KeyedRandom random)
    {
        var boxes = new RegionBox[count];
        foreach (ref var box in boxes.AsSpan())
        {
            var (left, top) = (random.NextDouble(), random.NextDouble());
            box = Box(left, top, random.Uniform(0.1, 0.5), random.Uniform(0.5, 2));
        }

        return new RegionSet(boxes, [.. Enumerable.Repeat(true, count)]);
    }

    /// <summary>A box from its corner, width and height over width, cut off at the view's edges.</summary>
    public static RegionBox Box(double left, double top, double width, double ratio) =>
        new(top, left, Math.Min(top + width * ratio, Edge), Math.Min(left + width, Edge));
}
