namespace SoGar.Compute.Pictures;

/// <summary>Round numbers for an axis: 1, 2 or 5 times a power of ten apart.</summary>
internal static class AxisTicks
{
    /// <summary>The ticks from the last one at or below <paramref name="least"/> to the first at or above <paramref name="greatest"/>, about
    /// <paramref name="wanted"/> of them.</summary>
    public static double[] Around(double least, double greatest, int wanted)
    {
        if (greatest <= least) greatest = least + Math.Max(1e-9, Math.Abs(least));
        var rough = (greatest - least) / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power - 1e-9) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        var first = Math.Floor(least / step + 1e-9);
        var last = Math.Ceiling(greatest / step - 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(at => (first + at) * step)];
    }

    /// <summary>The tick as text, with no more decimals than its distance to the next calls for.</summary>
    public static string Text(double tick, double step) =>
        tick.ToString("F" + Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 9), System.Globalization.CultureInfo.InvariantCulture);
}
