namespace SoGar.Compute.Tests.Video;

/// <summary>torchvision's formulas for float images, pixel by pixel and in double precision: slow, plain, and written from its source.</summary>
internal static class TorchvisionReference
{
    public static double Gray(double r, double g, double b) => (0.2989 * r) + (0.587 * g) + (0.114 * b);

    public static double Blend(double a, double b, double ratio) => Math.Clamp((ratio * a) + ((1 - ratio) * b), 0, 1);

    public static (double R, double G, double B) AdjustHue(double r, double g, double b, double factor)
    {
        var (h, s, v) = RgbToHsv(r, g, b);
        h = Modulo(h + factor, 1);
        return HsvToRgb(h, s, v);
    }

    /// <summary>Kernel as in <c>_get_gaussian_kernel1d</c>; padding mode "reflect".</summary>
    public static double[] GaussianBlur(IReadOnlyList<float> image, int size, int kernel, double sigma)
    {
        var half = kernel / 2;
        var weights = Enumerable.Range(-half, kernel).Select(x => Math.Exp(-0.5 * Math.Pow(x / sigma, 2))).ToArray();
        var sum = weights.Sum();
        int Reflect(int i) => i < 0 ? -i : i >= size ? (2 * (size - 1)) - i : i;
        var blurred = new double[size * size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                for (var dy = -half; dy <= half; dy++)
                {
                    for (var dx = -half; dx <= half; dx++)
                    {
                        var weight = weights[dy + half] * weights[dx + half] / sum / sum;
                        blurred[(y * size) + x] += weight * image[(Reflect(y + dy) * size) + Reflect(x + dx)];
                    }
                }
            }
        }

        return blurred;
    }

    private static (double H, double S, double V) RgbToHsv(double r, double g, double b)
    {
        var max = Math.Max(r, Math.Max(g, b));
        var min = Math.Min(r, Math.Min(g, b));
        var equal = max == min;
        var range = max - min;
        var s = range / (equal ? 1 : max);
        var divisor = equal ? 1 : range;
        var (rc, gc, bc) = ((max - r) / divisor, (max - g) / divisor, (max - b) / divisor);
        var hr = max == r ? bc - gc : 0;
        var hg = max == g && max != r ? 2.0 + rc - bc : 0;
        var hb = max != g && max != r ? 4.0 + gc - rc : 0;
        return (Modulo(((hr + hg + hb) / 6) + 1, 1), s, max);
    }

    private static (double R, double G, double B) HsvToRgb(double h, double s, double v)
    {
        var i = (int)Math.Floor(h * 6) % 6;
        var f = (h * 6) - Math.Floor(h * 6);
        var p = Math.Clamp(v * (1 - s), 0, 1);
        var q = Math.Clamp(v * (1 - (s * f)), 0, 1);
        var t = Math.Clamp(v * (1 - (s * (1 - f))), 0, 1);
        return i switch
        {
            0 => (v, t, p),
            1 => (q, v, p),
            2 => (p, v, t),
            3 => (p, q, v),
            4 => (t, p, v),
            _ => (v, p, q),
        };
    }

    private static double Modulo(double value, double by) => value - (by * Math.Floor(value / by));
}
