namespace SoGar.Compute.Regions;

/// <summary>Colours as CIE Lab, in which equal distances look about equal.</summary>
internal static class LabImage
{
    /// <summary>From sRGB under daylight (D65).</summary>
    /// <returns>L, a and b of each pixel, interleaved.</returns>
    public static float[] Of(RegionImage image)
    {
        var lab = new float[3 * image.Width * image.Height];
        var red = image.Plane(0);
        var green = image.Plane(1);
        var blue = image.Plane(2);
        for (var i = 0; i < red.Length; i++)
        {
            var (r, g, b) = (Linear(red[i]), Linear(green[i]), Linear(blue[i]));
            var x = Curve((0.412453f * r + 0.357580f * g + 0.180423f * b) / 0.95047f);
            var y = Curve(0.212671f * r + 0.715160f * g + 0.072169f * b);
            var z = Curve((0.019334f * r + 0.119193f * g + 0.950227f * b) / 1.08883f);
            (lab[3 * i], lab[3 * i + 1], lab[3 * i + 2]) = (116 * y - 16, 500 * (x - y), 200 * (y - z));
        }

        return lab;
    }

    private static float Linear(float value) => value > 0.04045f ? MathF.Pow((value + 0.055f) / 1.055f, 2.4f) : value / 12.92f;

    private static float Curve(float value) => value > 0.008856f ? MathF.Cbrt(value) : 7.787f * value + 16f / 116;
}
