namespace SoGar.Compute.Models;

/// <summary>Embedding tables of sines and cosines with amplitude 0.5 and wavelengths from 2 pi to 10,000 times that (Vaswani et al. 2017).</summary>
internal static class SinusoidTables
{
    private const double Amplitude = 0.5;

    /// <summary>A table [1 + grid * grid, width]: zeros for CLS, then half of each row for y and half for x.</summary>
    public static void Space(Span<float> table, int grid, int width)
    {
        table[..width].Clear();
        for (var y = 0; y < grid; y++)
        {
            for (var x = 0; x < grid; x++)
            {
                var row = table.Slice((1 + y * grid + x) * width, width);
                Waves(row[..(width / 2)], y);
                Waves(row[(width / 2)..], x);
            }
        }
    }

    /// <summary>A table [frames, width].</summary>
    public static void Time(Span<float> table, int frames, int width)
    {
        for (var t = 0; t < frames; t++) Waves(table.Slice(t * width, width), t);
    }

    private static void Waves(Span<float> row, int position)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var phase = position / Math.Pow(10_000, (i / 2 * 2) / (double)row.Length);
            row[i] = (float)(Amplitude * (i % 2 == 0 ? Math.Sin(phase) : Math.Cos(phase)));
        }
    }
}
