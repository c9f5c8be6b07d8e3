using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>The grey of a pixel, with torchvision's weights.</summary>
internal static class Grey
{
    private const float RedWeight = 0.2989f;
    private const float GreenWeight = 0.587f;
    private const float BlueWeight = 0.114f;

    /// <summary>The grey of eight pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> red, Vector256<float> green, Vector256<float> blue) =>
        Vector256.FusedMultiplyAdd(blue, Vector256.Create(BlueWeight), Vector256.FusedMultiplyAdd(
            green, Vector256.Create(GreenWeight), red * Vector256.Create(RedWeight)));

    /// <summary>The mean grey of a frame, from the means of its channels.</summary>
    public static float MeanOf(RgbPlanes frame) =>
        (float)(((RedWeight * Sum(frame.Red)) + (GreenWeight * Sum(frame.Green)) + (BlueWeight * Sum(frame.Blue))) / frame.Length);

    // In double precision, and grouped alike on every machine.
    private static double Sum(ReadOnlySpan<float> plane)
    {
        var sums = Vector256<double>.Zero;
        for (; plane.Length >= Lanes.Count; plane = plane[Lanes.Count..])
        {
            var (low, high) = Vector256.Widen(Vector256.Create(plane));
            sums += low + high;
        }

        var total = sums[0] + sums[1] + sums[2] + sums[3];
        foreach (var value in plane)
            total += value;
        return total;
    }
}
