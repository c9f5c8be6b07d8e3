namespace SoGar.Compute.Regions;

/// <summary>An image cut into segments.</summary>
/// <param name="Labels">Segment of each pixel, from 0 to <paramref name="Count"/> - 1, row by row; numbered in the order of their first pixels.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Count">Segments.</param>
public sealed record SegmentMap(int[] Labels, int Width, int Count)
{
    /// <summary>Boxes with a side outside of these shares of the image are too small to show a thing, or hardly smaller than the image.</summary>
    public const double LeastSide = 0.05;

    /// <inheritdoc cref="LeastSide"/>
    public const double GreatestSide = 0.7;

    /// <summary>Rows.</summary>
    public int Height => Labels.Length / Width;

    /// <summary>The least box round each segment, in the order of segments.</summary>
    public RegionBox[] Boxes()
    {
        var (left, top, right, bottom) = (Filled(int.MaxValue), Filled(int.MaxValue), Filled(-1), Filled(-1));
        for (var i = 0; i < Labels.Length; i++)
        {
            var (label, x, y) = (Labels[i], i % Width, i / Width);
            left[label] = Math.Min(left[label], x);
            right[label] = Math.Max(right[label], x);
            top[label] = Math.Min(top[label], y);
            bottom[label] = y;
        }

        return [.. Enumerable.Range(0, Count).Select(label => new RegionBox(
            (double)top[label] / Height, (double)left[label] / Width, (bottom[label] + 1.0) / Height, (right[label] + 1.0) / Width))];
    }

    /// <summary><see cref="Boxes"/> of a size that can serve as regions.</summary>
    public RegionBox[] Candidates() => [.. Boxes().Where(box => Serves(box.Width) && Serves(box.Height))];

    /// <summary>Renumbers labels of any values in the order of their first pixels.</summary>
    internal static SegmentMap Of(int[] labels, int width, int greatest)
    {
        var names = new int[greatest + 1];
        Array.Fill(names, -1);
        var count = 0;
        foreach (ref var label in labels.AsSpan())
        {
            if (names[label] < 0) names[label] = count++;
            label = names[label];
        }

        return new SegmentMap(labels, width, count);
    }

    private static bool Serves(double side) => side is >= LeastSide and <= GreatestSide;

    private int[] Filled(int value)
    {
        var filled = new int[Count];
        Array.Fill(filled, value);
        return filled;
    }
}
