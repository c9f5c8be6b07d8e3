using System.Collections.Immutable;
using SoGar.Compute.Data;
using SoGar.Compute.Methods.Concepts;
using SoGar.Compute.Pictures;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;
using Checkpoint = SoGar.Compute.Checkpoints.Checkpoint;

namespace SoGar.Compute.Methods.Pictures;

/// <summary>
/// Where a clip's strongest concepts look over its frames: static and dynamic ones in the frames, and dynamic ones in the differences of the frames. The clip
/// is seen at least four positions across and four slices long, which is more than a small recipe trains on.
/// </summary>
internal static class ConceptPicture
{
    private const int ConceptsOfAKind = 2;
    private const int Positions = 4;

    public static RgbImage Draw(string run, Recipe recipe, Checkpoint checkpoint, IReadOnlyList<Sample> samples, VideoLimits limits)
    {
        using var student = new FrozenStudent<ConceptsNetwork>(recipe, checkpoint, (scope, whole) => new ConceptsNetwork(scope, whole));
        var network = student.Network;
        var level = network.Backbone.Levels[^1];
        var reader = new ClipReader(limits, new FrameIndexCache());
        var groups = new List<HeatGroup>();
        foreach (var sample in samples)
        {
            using var scope = TensorScope.Open();
            using var still = Grad.Disabled();
            using var opened = reader.Open(sample.Source);
            var length = Math.Min(opened.Facts.FrameCount, Math.Max(Positions * level.FrameStride, recipe.Views.Cut[0].Frames[0]));
            var start = (opened.Facts.FrameCount - length) / 2;
            using var clip = new ShownClip(
                opened, recipe.Views with { Input = InputRule.Rgb }, [.. Enumerable.Range(start, length)],
                Math.Max(Positions * level.PixelStride, recipe.Evaluate.Size));
            groups.Add(new HeatGroup(sample.Id, Rows(network, recipe.Concepts, clip)));
        }

        return HeatSheet.Draw($"{run}: where the strongest concepts of each clip look", "share of a concept's attention", groups);
    }

    private static ImmutableArray<HeatRow> Rows(ConceptsNetwork network, ConceptsRecipe recipe, ShownClip clip)
    {
        var differences = FrameDifferences.Of(clip.Seen, recipe.DifferenceWrap, recipe.DifferenceScaled);
        var maps = network.Backbone.ClipMap(F.Cat([clip.Seen, differences])).To(DType.Float32).Chunk(2);
        var (video, moving) = (network.Video(maps[0]), network.Dynamic(maps[1]));
        var slices = (int)maps[0].Size(2);
        var frames = clip.FramesOf(slices, Enumerable.Range(0, slices).Select(slice => (long)slice));
        return
        [
            new HeatRow("frames", frames),
            .. Kind("static", video, network.VideoPrototypes.Narrow(0, 0, recipe.Static), video.Codes.Narrow(1, 0, recipe.Static)),
            .. Kind("dynamic", video, network.VideoPrototypes.Narrow(0, recipe.Static, recipe.Dynamic), video.Codes.Narrow(1, recipe.Static, recipe.Dynamic)),
            .. Kind("of changes", moving, moving.Prototypes, moving.Codes),
        ];

        IEnumerable<HeatRow> Kind(string name, ConceptsView view, Tensor prototypes_KC, Tensor codes_1K)
        {
            var weights_1KN = network.Attention(prototypes_KC, view);
            return codes_1K.TopK(ConceptsOfAKind).Indices.ToArray<long>().Select(concept => new HeatRow(
                $"{name} {concept}", frames,
                AttentionMaps.Of(weights_1KN.Select(0, 0).Select(0, concept), slices, (int)maps[0].Size(3), (int)maps[0].Size(4))));
        }
    }
}
