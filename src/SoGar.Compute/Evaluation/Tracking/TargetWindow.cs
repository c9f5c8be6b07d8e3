using System.Runtime.Intrinsics;
using SoGar.Compute.Data;
using SoGar.Compute.Video;

namespace SoGar.Compute.Evaluation.Tracking;

/// <summary>A square of a frame round a target, which may lie beyond the frame's edges; in pixels.</summary>
/// <param name="X">Middle.</param>
/// <param name="Y">Middle.</param>
/// <param name="Side">Width and height.</param>
internal readonly record struct TargetWindow(double X, double Y, double Side)
{
    /// <summary>SiamFC's window: the target with a margin of a quarter of its width and height together on each side.</summary>
    public static TargetWindow Around(Box target)
    {
        var margin = (target.Width + target.Height) / 2;
        return new TargetWindow(target.CentreX, target.CentreY, Math.Sqrt((target.Width + margin) * (target.Height + margin)));
    }

    /// <summary>The same middle, another size.</summary>
    public TargetWindow Times(double factor) => this with { Side = Side * factor };

    /// <summary>Cuts the window out of a frame by bilinear samples; what lies beyond the frame is its mean colour.</summary>
    /// <param name="frame">The frame; borrowed.</param>
    /// <param name="size">Height and width of the result; a multiple of 8.</param>
    /// <param name="scale">Normalisation.</param>
    /// <param name="red">[size x size]; overwritten.</param>
    /// <param name="green">[size x size]; overwritten.</param>
    /// <param name="blue">[size x size]; overwritten.</param>
    public void Cut(YuvFrame frame, int size, ChannelScale scale, Span<float> red, Span<float> green, Span<float> blue)
    {
        var (meanY, meanU, meanV) = (Mean(frame.Y), Mean(frame.U), Mean(frame.V));
        for (var row = 0; row < size; row++)
        {
            var y = Y + ((row + 0.5) / size - 0.5) * Side - 0.5;
            for (var column = 0; column < size; column++)
            {
                var x = X + ((column + 0.5) / size - 0.5) * Side - 0.5;
                var isInside = x >= -0.5 && y >= -0.5 && x <= frame.Width - 0.5 && y <= frame.Height - 0.5;
                var at = row * size + column;
                red[at] = isInside ? Sample(frame.Y, frame.LumaStride, frame.Width, frame.Height, x, y) : meanY;
                green[at] = isInside ? Sample(frame.U, frame.ChromaStride, frame.ChromaWidth, frame.ChromaHeight, x / 2, y / 2 - 0.25) : meanU;
                blue[at] = isInside ? Sample(frame.V, frame.ChromaStride, frame.ChromaWidth, frame.ChromaHeight, x / 2, y / 2 - 0.25) : meanV;
            }
        }

        Convert(YuvToRgb.For(frame.Matrix, frame.FullRange), red, green, blue);
        Tone.Normalise(new RgbPlanes(red, green, blue), scale);
    }

    // Planes of luma and chroma become planes of colour in place; their length is a multiple of a vector's.
    private static void Convert(YuvToRgb convert, Span<float> red, Span<float> green, Span<float> blue)
    {
        for (var at = 0; at < red.Length; at += Lanes.Count)
        {
            convert.Convert(
                Vector256.Create<float>(red[at..]), Vector256.Create<float>(green[at..]), Vector256.Create<float>(blue[at..]), out var r, out var g, out var b);
            r.CopyTo(red[at..]);
            g.CopyTo(green[at..]);
            b.CopyTo(blue[at..]);
        }
    }

    private static float Sample(ReadOnlySpan<byte> plane, int stride, int width, int height, double x, double y)
    {
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var (across, down) = ((float)(x - left), (float)(y - top));
        var upper = plane[top * stride + left] + across * (plane[top * stride + right] - plane[top * stride + left]);
        var lower = plane[bottom * stride + left] + across * (plane[bottom * stride + right] - plane[bottom * stride + left]);
        return upper + down * (lower - upper);
    }

    private static float Mean(ReadOnlySpan<byte> plane)
    {
        long sum = 0;
        foreach (var value in plane) sum += value;
        return (float)sum / plane.Length;
    }
}
