using SoGar.Compute.Data;
using SoGar.Compute.Methods.ConstCl;
using SoGar.Compute.Pictures;
using SoGar.Compute.Regions;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;
using Checkpoint = SoGar.Compute.Checkpoints.Checkpoint;

namespace SoGar.Compute.Methods.Pictures;

/// <summary>
/// What a region of one view of a clip looks at in the other: the box in the frame it is cut from, and the last layer's attention over the slices of its
/// context. The region is the person nearest to the middle where the data set has boxes, else the middle of the frame. Views are seen at least four positions
/// across, which is more than a small recipe trains on.
/// </summary>
internal static class RegionPicture
{
    private const int Positions = 4;
    private const int BoxReach = 5;
    private static readonly RegionBox Middle = new(0.3, 0.3, 0.7, 0.7);

    public static RgbImage Draw(string run, Recipe recipe, Checkpoint checkpoint, IReadOnlyList<Sample> samples, VideoLimits limits)
    {
        using var student = new FrozenStudent<ConstClNetwork>(recipe, checkpoint, (scope, whole) => new ConstClNetwork(scope, whole));
        var reader = new ClipReader(limits, new FrameIndexCache());
        return HeatSheet.Draw(
            $"{run}: what a region of one view looks at in the other", "share of a region's attention",
            [.. samples.Select(sample => Group(student.Network, recipe, reader, sample))]);
    }

    private static HeatGroup Group(ConstClNetwork network, Recipe recipe, ClipReader reader, Sample sample)
    {
        using var scope = TensorScope.Open();
        using var still = Grad.Disabled();
        using var opened = reader.Open(sample.Source);
        var facts = opened.Facts with { Boxes = sample.BoxesOn(opened.Facts) };
        var (count, stride) = (recipe.Views.Cut[0].Frames[0], recipe.ConstCl.Stride);
        var size = Math.Max(Positions * network.Backbone.Levels[^1].PixelStride, recipe.Evaluate.Size);
        var last = Math.Max(0, facts.FrameCount - (count - 1) * stride - 1);
        using var source = new ShownClip(opened, recipe.Views, ClipPlans.Looped(0, stride, count, facts.FrameCount), size);
        using var target = new ShownClip(opened, recipe.Views, ClipPlans.Looped(last, stride, count, facts.FrameCount), size);

        var maps = network.Backbone.Branches(F.Cat([source.Seen, target.Seen])).Region.To(DType.Float32).Normalize(1).Chunk(2);
        var (slices, rows, columns) = ((int)maps[0].Size(2), (int)maps[0].Size(3), (int)maps[0].Size(4));
        var frame = SliceChoice.FrameOf(slices / 2, slices, count);
        var boxes = BoxRegions.Through(facts.Boxes.Nearest(source.Plan.Frames[frame], BoxReach), facts, source.Plan.Crop, flip: false);
        var box = boxes.Length > 0 ? boxes.MinBy(FromMiddle) : Middle;
        var region = new ViewRegions([new RegionSet([box], [true])], [slices / 2]);

        var chosen = ContextSlices.Of(slices, recipe.ConstCl.Context);
        var context = maps[1].IndexSelect(2, Tensor.From(chosen)).Flatten(2).Transpose(1, 2);
        var weights_11M = network.Head.Attention(
            region.Pool(maps[0], recipe.ConstCl.RegionBins), context, ContextSlices.Places(chosen, rows, columns), region.Places(slices, rows, columns));
        var seen = target.FramesOf(slices, chosen);
        return new HeatGroup(sample.Id,
        [
            new HeatRow("source", [source.Frame(frame)], Box: box),
            new HeatRow("context", seen),
            new HeatRow("attention", seen, AttentionMaps.Of(weights_11M.Select(0, 0).Select(0, 0), chosen.Length, rows, columns)),
        ]);
    }

    private static double FromMiddle(RegionBox box) => Math.Abs(box.Top + box.Bottom - 1) + Math.Abs(box.Left + box.Right - 1);
}
