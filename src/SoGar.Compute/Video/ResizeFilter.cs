namespace SoGar.Compute.Video;

/// <summary>
/// The weights of one axis of a bicubic resize with antialiasing: which source samples make each output sample. Keys' cubic with a = -1/2,
/// widened by the scale when shrinking, as Pillow and torch's <c>interpolate(mode="bicubic", antialias=True)</c> do. Every row of weights
/// adds up to 1.
/// </summary>
internal sealed class ResizeFilter
{
    private const double KeysA = -0.5;
    private const double Support = 2;

    private ResizeFilter(int count, int taps, int low, int high)
    {
        (Count, Taps, Low, High) = (count, taps, low, high);
        Starts = new int[count];
        Weights = new float[count * taps];
    }

    /// <summary>Output samples.</summary>
    public int Count { get; }

    /// <summary>Source samples that an output sample is made of; unneeded ones have weight 0.</summary>
    public int Taps { get; }

    /// <summary>The first source sample that may be used.</summary>
    public int Low { get; }

    /// <summary>One past the last source sample that may be used.</summary>
    public int High { get; }

    /// <summary>The first source sample of each output sample, between <see cref="Low"/> and <see cref="High"/> - <see cref="Taps"/>.</summary>
    public int[] Starts { get; }

    /// <summary>Weights, <see cref="Taps"/> for each output sample.</summary>
    public float[] Weights { get; }

    /// <summary>Builds the filter that stretches or shrinks a stretch of source samples to <paramref name="count"/> samples.</summary>
    /// <param name="count">Output samples.</param>
    /// <param name="start">Left edge of the stretch; sample i fills [i, i+1).</param>
    /// <param name="length">Length of the stretch.</param>
    /// <param name="low">The first source sample that may be used.</param>
    /// <param name="high">One past the last source sample that may be used.</param>
    /// <param name="reversed">Whether the output runs backwards: a flip.</param>
    public static ResizeFilter Bicubic(int count, double start, double length, int low, int high, bool reversed = false)
    {
        var scale = length / count;
        var width = Math.Max(scale, 1);
        var taps = Math.Min((int)Math.Ceiling(2 * Support * width), high - low);
        var filter = new ResizeFilter(count, taps, low, high);
        Span<double> weights = stackalloc double[taps];
        for (var i = 0; i < count; i++)
        {
            var centre = start + scale * (i + 0.5);
            var first = Math.Max((int)Math.Floor(centre - Support * width + 0.5), low);
            var last = Math.Min((int)Math.Floor(centre + Support * width + 0.5), high);
            first = Math.Clamp(first, low, high - taps);
            var sum = 0.0;
            for (var k = 0; k < taps; k++)
            {
                weights[k] = first + k < last ? Keys((first + k + 0.5 - centre) / width) : 0;
                sum += weights[k];
            }

            var row = reversed ? count - 1 - i : i;
            filter.Starts[row] = first;
            for (var k = 0; k < taps; k++)
                filter.Weights[row * taps + k] = (float)(weights[k] / sum);
        }

        return filter;
    }

    private static double Keys(double x)
    {
        x = Math.Abs(x);
        return x switch
        {
            < 1 => ((KeysA + 2) * x - (KeysA + 3)) * x * x + 1,
            < 2 => (((x - 5) * x + 8) * x - 4) * KeysA,
            _ => 0,
        };
    }
}
