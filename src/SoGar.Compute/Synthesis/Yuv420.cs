namespace SoGar.Compute.Synthesis;

/// <summary>
/// The planar 8-bit format that encoders take: BT.601 in limited range, chroma averaged over two by two pixels. Frames are laid out as
/// luma [H, W], then Cb and Cr [H/2, W/2].
/// </summary>
internal static class Yuv420
{
    /// <summary>Bytes of one frame; both sides are even.</summary>
    public static int FrameBytes(int width, int height) => width * height * 3 / 2;

    /// <summary>Converts a picture whose values lie in 0..1.</summary>
    /// <param name="canvas">Even width and height.</param>
    /// <param name="frame">Receives <see cref="FrameBytes"/> bytes.</param>
    public static void Write(Canvas canvas, Span<byte> frame)
    {
        int width = canvas.Width, height = canvas.Height, half = width / 2;
        var lumaBytes = width * height;
        var chromaBytes = lumaBytes / 4;
        for (var y = 0; y < height; y += 2)
        {
            Luma(canvas, y, frame.Slice(y * width, width));
            Luma(canvas, y + 1, frame.Slice((y + 1) * width, width));
            Chroma(
                canvas, y, frame.Slice(lumaBytes + y / 2 * half, half), frame.Slice(lumaBytes + chromaBytes + y / 2 * half, half));
        }
    }

    private static void Luma(Canvas canvas, int y, Span<byte> luma)
    {
        ReadOnlySpan<float> red = canvas.Row(0, y), green = canvas.Row(1, y), blue = canvas.Row(2, y);
        for (var x = 0; x < luma.Length; x++)
            luma[x] = (byte)(16.5f + 219 * (0.299f * red[x] + 0.587f * green[x] + 0.114f * blue[x]));
    }

    private static void Chroma(Canvas canvas, int y, Span<byte> blueChroma, Span<byte> redChroma)
    {
        for (var x = 0; x < blueChroma.Length; x++)
        {
            float red = MeanOfFour(0, x), green = MeanOfFour(1, x), blue = MeanOfFour(2, x);
            var luma = 0.299f * red + 0.587f * green + 0.114f * blue;
            blueChroma[x] = (byte)(128.5f + 224 * (blue - luma) / 1.772f);
            redChroma[x] = (byte)(128.5f + 224 * (red - luma) / 1.402f);
        }

        float MeanOfFour(int plane, int x)
        {
            ReadOnlySpan<float> upper = canvas.Row(plane, y), lower = canvas.Row(plane, y + 1);
            return (upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1]) / 4;
        }
    }
}
