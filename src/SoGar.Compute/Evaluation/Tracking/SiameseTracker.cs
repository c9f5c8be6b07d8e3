using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Tracking;

/// <summary>
/// Follows a target through a sequence from its first box on, without help (OPE), as SiamFC does: three scales, a window that prefers small steps.
/// </summary>
internal sealed class SiameseTracker(Recipe recipe, TunedNetwork network, SiameseHead head)
{
    private readonly TrackRecipe _track = recipe.Evaluate.Track;
    private readonly SequenceCrops _crops = new(recipe);

    /// <summary>The box of each frame.</summary>
    /// <param name="clip">The sequence; borrowed.</param>
    /// <param name="first">The target in the first frame, in pixels.</param>
    public List<Box> Follow(Clip clip, Box first)
    {
        var (small, large) = (head.SizeOf(_track.Exemplar), head.SizeOf(_track.Search));
        double[] scales = [1 / _track.ScaleStep, 1, _track.ScaleStep];
        using var buffer = new FlatBuffer(Math.Max(_crops.LengthOf(small), 3 * _crops.LengthOf(large)));
        var boxes = new List<Box>(clip.Facts.FrameCount) { first };
        var box = first;
        Tensor exemplar = null!;
        network.Infer(() => exemplar = TensorScope.Detach(Embed(clip, 0, [TargetWindow.Around(first)], small, buffer)));
        using var kept = exemplar;
        for (var frame = 1; frame < clip.Facts.FrameCount; frame++)
        {
            var search = TargetWindow.Around(box).Times((double)large / small);
            float[] responses = [];
            var side = 0;
            network.Infer(() =>
            {
                var found = Embed(clip, frame, [.. scales.Select(search.Times)], large, buffer);
                var response = head.Compare(exemplar.Expand(3, -1, -1, -1).Contiguous(), found);
                side = (int)response.Size(1) * _track.Upsampling;
                responses = F.UpsampleBicubic2d(response.Unsqueeze(1), side, side).Contiguous().ToArray<float>();
            });
            var (scale, dx, dy) = Locate(responses, side);
            var pixel = search.Side * scales[scale] / large * head.Stride / _track.Upsampling;
            var size = 1 + _track.ScaleSmoothing * (scales[scale] - 1);
            box = Box.Around(
                Math.Clamp(box.CentreX + dx * pixel, 0, clip.Facts.Width), Math.Clamp(box.CentreY + dy * pixel, 0, clip.Facts.Height),
                Math.Clamp(box.Width * size, 4, clip.Facts.Width), Math.Clamp(box.Height * size, 4, clip.Facts.Height));
            boxes.Add(box);
        }

        return boxes;
    }

    private Tensor Embed(Clip clip, int frame, IReadOnlyList<TargetWindow> windows, int size, FlatBuffer buffer)
    {
        var length = _crops.LengthOf(size);
        for (var index = 0; index < windows.Count; index++) _crops.Cut(clip, frame, windows[index], size, buffer.Memory.Slice(index * length, length));
        return head.Embed(DenseFeatures.Of(network.Backbone, Tensor.FromBlob(buffer.Address, DType.Float32, [windows.Count, 3, _track.Frames, size, size])));
    }

    // The scale whose best response, less a penalty for change, is highest; in it the best place, weighed by a cosine window.
    private (int Scale, double Dx, double Dy) Locate(float[] responses, int side)
    {
        var places = side * side;
        var best = Enumerable.Range(0, 3).MaxBy(
            scale => Sigmoid(responses.AsSpan(scale * places, places).ToArray().Max()) * (scale == 1 ? 1 : _track.ScalePenalty));
        var response = responses.AsSpan(best * places, places);
        var least = double.MaxValue;
        var sum = 0.0;
        foreach (var value in response) least = Math.Min(least, value);
        foreach (var value in response) sum += value - least;
        var (at, highest) = (0, double.MinValue);
        for (var place = 0; place < places; place++)
        {
            var (row, column) = (place / side, place % side);
            var window = Hann(row, side) * Hann(column, side);
            var score = (1 - _track.Window) * (response[place] - least) / sum + _track.Window * window / (places / 4.0);
            if (score > highest) (at, highest) = (place, score);
        }

        var middle = (side - 1) / 2.0;
        return (best, at % side - middle, at / side - middle);
    }

    private static double Sigmoid(double score) => 1 / (1 + Math.Exp(-score));

    private static double Hann(int at, int size) => 0.5 - 0.5 * Math.Cos(2 * Math.PI * (at + 0.5) / size);
}
