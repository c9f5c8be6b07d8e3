using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>
/// Turns a view into the differences of its consecutive frames, the first difference repeated, over their root mean square in the view
/// + 0.02 (demo-task.md, section 2): what stands still is gone.
/// </summary>
internal static class FrameDifference
{
    /// <summary>Keeps the noise of a view without motion from being blown up.</summary>
    public const float Floor = 0.02f;

    /// <summary>Differences in place.</summary>
    /// <param name="view">float32 [3, frames, plane]; borrowed. A view of one frame becomes zero.</param>
    /// <param name="frames">Frames of the view.</param>
    public static void Apply(Span<float> view, int frames)
    {
        if (frames < 2)
        {
            view.Clear();
            return;
        }

        var channel = view.Length / 3;
        var plane = channel / frames;
        var squares = 0.0;
        for (var start = 0; start < view.Length; start += channel)
        {
            for (var frame = frames - 1; frame > 0; frame--)
                squares += Subtract(view.Slice(start + frame * plane, plane), view.Slice(start + (frame - 1) * plane, plane), twice: frame == 1);
            view.Slice(start + plane, plane).CopyTo(view.Slice(start, plane));
        }

        Scale(view, (float)(1 / (Math.Sqrt(squares / view.Length) + Floor)));
    }

    // Returns the sum of the squared differences, counted twice for the one that will stand twice.
    private static double Subtract(Span<float> later, ReadOnlySpan<float> earlier, bool twice)
    {
        var sums = Vector256<double>.Zero;
        var at = 0;
        for (; at + Lanes.Count <= later.Length; at += Lanes.Count)
        {
            var difference = Vector256.Create<float>(later.Slice(at, Lanes.Count)) - Vector256.Create(earlier.Slice(at, Lanes.Count));
            difference.CopyTo(later[at..]);
            var (low, high) = Vector256.Widen(difference * difference);
            sums += low + high;
        }

        var total = sums[0] + sums[1] + sums[2] + sums[3];
        for (; at < later.Length; at++)
        {
            later[at] -= earlier[at];
            total += later[at] * (double)later[at];
        }

        return twice ? 2 * total : total;
    }

    private static void Scale(Span<float> values, float factor)
    {
        var at = 0;
        for (; at + Lanes.Count <= values.Length; at += Lanes.Count)
            (Vector256.Create<float>(values.Slice(at, Lanes.Count)) * Vector256.Create(factor)).CopyTo(values[at..]);
        for (; at < values.Length; at++)
            values[at] *= factor;
    }
}
