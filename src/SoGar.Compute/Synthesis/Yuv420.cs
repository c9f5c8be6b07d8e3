using System.Runtime.Intrinsics;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// The planar 8-bit format that encoders take: BT.601 in limited range, chroma averaged over two by two pixels. Frames are laid out as
/// luma [H, W], then Cb and Cr [H/2, W/2].
/// </summary>
internal static class Yuv420
{
    private const float RedWeight = 0.299f;
    private const float GreenWeight = 0.587f;
    private const float BlueWeight = 0.114f;

    /// <summary>Bytes of one frame; both sides are even.</summary>
    public static int FrameBytes(int width, int height) => width * height * 3 / 2;

    /// <summary>Converts a picture whose values lie in 0..1.</summary>
    /// <param name="canvas">Even width and height.</param>
    /// <param name="frame">Receives <see cref="FrameBytes"/> bytes.</param>
    public static void Write(Canvas canvas, Span<byte> frame)
    {
        int width = canvas.Width, height = canvas.Height;
        Luma(canvas.Planes[0], canvas.Planes[1], canvas.Planes[2], frame[..(width * height)]);

        var blueChroma = frame.Slice(width * height, width * height / 4);
        var redChroma = frame.Slice(width * height * 5 / 4, width * height / 4);
        float[] red = new float[width], green = new float[width], blue = new float[width];
        for (var y = 0; y < height; y += 2)
        {
            AddRows(canvas, 0, y, red);
            AddRows(canvas, 1, y, green);
            AddRows(canvas, 2, y, blue);
            Chroma(red, green, blue, blueChroma.Slice(y / 2 * (width / 2), width / 2), redChroma.Slice(y / 2 * (width / 2), width / 2));
        }
    }

    private static void Luma(ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue, Span<byte> luma)
    {
        var lanes = Vector256<ushort>.Count;
        var i = 0;
        for (; i <= luma.Length - lanes; i += lanes)
        {
            var low = Luma(Vector256.Create(red[i..]), Vector256.Create(green[i..]), Vector256.Create(blue[i..]));
            var high = Luma(Vector256.Create(red[(i + 8)..]), Vector256.Create(green[(i + 8)..]), Vector256.Create(blue[(i + 8)..]));
            var both = Vector256.Narrow(low, high).AsUInt16();
            Vector128.Narrow(both.GetLower(), both.GetUpper()).CopyTo(luma[i..]);
        }

        for (; i < luma.Length; i++)
            luma[i] = (byte)Luma(Vector256.Create(red[i]), Vector256.Create(green[i]), Vector256.Create(blue[i]))[0];
    }

    // Values are positive, so that cutting off what follows the point after adding a half rounds to the nearest.
    private static Vector256<int> Luma(Vector256<float> red, Vector256<float> green, Vector256<float> blue) =>
        Vector256.ConvertToInt32((red * RedWeight + green * GreenWeight + blue * BlueWeight) * 219f + Vector256.Create(16.5f));

    private static void AddRows(Canvas canvas, int plane, int y, Span<float> sums)
    {
        ReadOnlySpan<float> upper = canvas.Row(plane, y), lower = canvas.Row(plane, y + 1);
        var lanes = Vector256<float>.Count;
        var x = 0;
        for (; x <= sums.Length - lanes; x += lanes)
            (Vector256.Create(upper[x..]) + Vector256.Create(lower[x..])).CopyTo(sums[x..]);
        for (; x < sums.Length; x++)
            sums[x] = upper[x] + lower[x];
    }

    // From sums over two rows: one chroma value for each pair of columns.
    private static void Chroma(
        ReadOnlySpan<float> reds, ReadOnlySpan<float> greens, ReadOnlySpan<float> blues, Span<byte> blueChroma, Span<byte> redChroma)
    {
        for (var x = 0; x < blueChroma.Length; x++)
        {
            var red = reds[2 * x] + reds[2 * x + 1];
            var green = greens[2 * x] + greens[2 * x + 1];
            var blue = blues[2 * x] + blues[2 * x + 1];
            var luma = RedWeight * red + GreenWeight * green + BlueWeight * blue;
            blueChroma[x] = (byte)(128.5f + (blue - luma) * (224 / 4f / (2 - 2 * BlueWeight)));
            redChroma[x] = (byte)(128.5f + (red - luma) * (224 / 4f / (2 - 2 * RedWeight)));
        }
    }
}
