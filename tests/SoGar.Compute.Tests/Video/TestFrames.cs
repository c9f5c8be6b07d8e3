using SoGar.Compute.Video;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Video;

/// <summary>Decoded frames and planes made by hand.</summary>
internal static class TestFrames
{
    /// <summary>A frame whose planes are functions of their own coordinates.</summary>
    public static StoredFrame Yuv(
        int width,
        int height,
        Func<int, int, double> luma,
        Func<int, int, double>? u = null,
        Func<int, int, double>? v = null,
        YuvMatrix matrix = YuvMatrix.Bt601,
        bool fullRange = false)
    {
        var (chromaWidth, chromaHeight) = ((width + 1) / 2, (height + 1) / 2);
        return StoredFrame.Copy(new YuvFrame
        {
            Index = 0,
            Width = width,
            Height = height,
            Y = Plane(width, height, luma),
            U = Plane(chromaWidth, chromaHeight, u ?? ((_, _) => 128)),
            V = Plane(chromaWidth, chromaHeight, v ?? ((_, _) => 128)),
            LumaStride = width,
            ChromaStride = chromaWidth,
            Matrix = matrix,
            FullRange = fullRange,
        });
    }

    /// <summary>Three planes of noise in [0, 1], with some greys and some extremes among it.</summary>
    public static float[][] Noise(int length, int key)
    {
        var random = KeyedRandom.For(1, Purpose.Test, key);
        var planes = new[] { new float[length], new float[length], new float[length] };
        for (var i = 0; i < length; i++)
        {
            var grey = (float)random.NextDouble();
            var kind = random.NextInt(8);
            for (var channel = 0; channel < 3; channel++)
                planes[channel][i] = kind switch { 0 => grey, 1 => random.NextInt(2), _ => (float)random.NextDouble() };
        }

        return planes;
    }

    public static RgbPlanes Planes(float[][] planes) => new(planes[0], planes[1], planes[2]);

    public static float[][] Copy(float[][] planes) => [.. planes.Select(plane => plane.ToArray())];

    private static byte[] Plane(int width, int height, Func<int, int, double> value)
    {
        var plane = new byte[width * height];
        for (var i = 0; i < plane.Length; i++)
            plane[i] = (byte)Math.Clamp(Math.Round(value(i % width, i / width)), 0, 255);
        return plane;
    }
}
