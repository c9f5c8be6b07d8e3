namespace SoGar.Compute.Pictures;

/// <summary>How much the CLS token attends to each patch of each frame; the shares of a frame add up to 1 or less.</summary>
public sealed class AttentionMap
{
    private readonly float[] _values;

    /// <summary>Takes the array over.</summary>
    /// <param name="values">float32 [frames, rows, columns], averaged over heads.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="rows">Patches down.</param>
    /// <param name="columns">Patches across.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a value is no share.</exception>
    public AttentionMap(float[] values, int frames, int rows, int columns)
    {
        if (values.Length != frames * rows * columns || values.Length == 0)
            throw new ArgumentException($"{frames} frames of {rows}x{columns} patches need {frames * rows * columns} values, not {values.Length}");
        if (values.Any(value => !(value >= 0))) throw new ArgumentException("attention must be shares of 0 or more");
        (_values, Frames, Rows, Columns) = (values, frames, rows, columns);
    }

    /// <summary>Frames.</summary>
    public int Frames { get; }

    /// <summary>Patches down.</summary>
    public int Rows { get; }

    /// <summary>Patches across.</summary>
    public int Columns { get; }

    /// <summary>The greatest attention, in multiples of an even spread over a frame's patches.</summary>
    public double Peak => _values.Max() * (double)(Rows * Columns);

    /// <summary>Attention at a pixel of a frame shown at a size, in multiples of an even spread; bilinear between the middles of patches.</summary>
    internal double At(int frame, int x, int y, int width, int height)
    {
        var (top, bottom, down) = RgbImage.Between(y, height, Rows);
        var (left, right, across) = RgbImage.Between(x, width, Columns);
        double Value(int row, int column) => _values[(frame * Rows + row) * Columns + column];
        var upper = Value(top, left) * (1 - across) + Value(top, right) * across;
        var lower = Value(bottom, left) * (1 - across) + Value(bottom, right) * across;
        return (upper * (1 - down) + lower * down) * Rows * Columns;
    }
}
