using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Tracking;

/// <summary>What a tracker sees at one moment: a window of the frame and of its neighbours in time, prepared as the backbone was trained.</summary>
internal sealed class SequenceCrops(Recipe recipe)
{
    private readonly int _frames = recipe.Evaluate.Track.Frames;

    /// <summary>Floats of one view.</summary>
    public int LengthOf(int size) => 3 * _frames * size * size;

    /// <summary>Cuts one view.</summary>
    /// <param name="clip">The sequence; borrowed.</param>
    /// <param name="frame">The moment.</param>
    /// <param name="window">The same in all frames of the view.</param>
    /// <param name="size">Height and width; a multiple of 8.</param>
    /// <param name="view">float32 [3, T, size, size]; overwritten.</param>
    public void Cut(Clip clip, int frame, TargetWindow window, int size, Memory<float> view)
    {
        var plane = size * size;
        int[] wanted = [.. Enumerable.Range(0, _frames).Select(index => Math.Clamp(frame + index - _frames / 2, 0, clip.Facts.FrameCount - 1))];
        var scale = ChannelScale.From(recipe.Views);
        clip.Read([.. wanted.Distinct()], shown =>
        {
            var floats = view.Span;
            var first = Array.IndexOf(wanted, shown.Index);
            window.Cut(shown, size, scale, Plane(0), Plane(1), Plane(2));
            for (var position = first + 1; position < _frames && wanted[position] == shown.Index; position++)
                for (var channel = 0; channel < 3; channel++)
                    floats.Slice((channel * _frames + first) * plane, plane).CopyTo(floats.Slice((channel * _frames + position) * plane, plane));

            Span<float> Plane(int channel) => view.Span.Slice((channel * _frames + first) * plane, plane);
        });
        if (recipe.Views.Input == InputRule.Difference) FrameDifference.Apply(view.Span[..LengthOf(size)], _frames);
    }
}
