using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.ConstCl;

/// <summary>From which slices of the feature maps of a clip's two views regions are cut (methods.md, D.1).</summary>
public static class SliceChoice
{
    /// <summary>The slices of both views.</summary>
    /// <param name="rule">By which rule.</param>
    /// <param name="first">The first view.</param>
    /// <param name="second">The second view.</param>
    /// <param name="slices">Slices of a map.</param>
    /// <param name="random">Of this use of the sample.</param>
    public static (int First, int Second) Of(SliceSampling rule, ViewPlan first, ViewPlan second, int slices, KeyedRandom random) => rule switch
    {
        SliceSampling.Random => (random.NextInt(slices), random.NextInt(slices)),
        SliceSampling.Nearest => Nearest(first, second, slices),
        _ => (slices / 2, slices / 2),
    };

    /// <summary>The frame of a view that a slice stands for.</summary>
    public static int FrameOf(int slice, int slices, int frames) => slice * frames / slices;

    // Of pairs as near in time, the one nearest to the middle of both views.
    private static (int, int) Nearest(ViewPlan first, ViewPlan second, int slices)
    {
        var pairs =
            from a in Enumerable.Range(0, slices)
            from b in Enumerable.Range(0, slices)
            let apart = Math.Abs(TimeOf(first, a, slices) - TimeOf(second, b, slices))
            let offCentre = Math.Abs(a - slices / 2) + Math.Abs(b - slices / 2)
            orderby apart, offCentre, a
            select (a, b);
        return pairs.First();
    }

    private static int TimeOf(ViewPlan plan, int slice, int slices) => plan.Frames[FrameOf(slice, slices, plan.Frames.Length)];
}
