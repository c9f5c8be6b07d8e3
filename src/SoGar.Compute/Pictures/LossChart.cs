namespace SoGar.Compute.Pictures;

/// <summary>A picture of a loss over steps: each reading faint, their running mean bold.</summary>
public static class LossChart
{
    private const int Left = 92;
    private const int Right = 32;
    private const int Top = 64;
    private const int Bottom = 72;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">One line above it.</param>
    /// <param name="readings">Steps, ascending, and the loss at each; readings that are no finite number are left out. At least one must remain.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="what">What is read, beside its axis.</param>
    public static RgbImage Draw(string title, IReadOnlyList<(long Step, double Loss)> readings, int width = 1000, int height = 520, string what = "loss")
    {
        (double X, double Y)[] raw = [.. readings.Where(reading => double.IsFinite(reading.Loss)).Select(reading => ((double)reading.Step, reading.Loss))];
        if (raw.Length == 0) throw new ArgumentException("a loss chart needs a reading");
        var (first, last) = (raw[0].X, Math.Max(raw[^1].X, raw[0].X + 1));
        var steps = AxisTicks.Around(first, last, wanted: 8);
        var losses = AxisTicks.Around(raw.Min(point => point.Y), raw.Max(point => point.Y), wanted: 6);

        var chart = new RgbImage(width, height, Colour.White);
        double X(double step) => Left + (step - first) / (last - first) * (width - Left - Right);
        double Y(double loss) => height - Bottom - (loss - losses[0]) / (losses[^1] - losses[0]) * (height - Top - Bottom);
        PixelFont.Draw(chart, Left, 24, PixelFont.Shorten(title, width - Left - Right), Colour.Ink);
        DrawLossAxis(chart, losses, Y, what);
        DrawStepAxis(chart, steps, X);
        DrawCurve(chart, [.. raw.Select(point => (X(point.X), Y(point.Y)))], thickness: 1, Colour.White.Under(Colour.Accent, 0.35));
        DrawCurve(chart, [.. Smooth(raw).Select(point => (X(point.X), Y(point.Y)))], thickness: 2.5, Colour.Accent);
        return chart;
    }

    private static void DrawLossAxis(RgbImage chart, double[] ticks, Func<double, double> y, string what)
    {
        foreach (var tick in ticks)
        {
            var row = (int)Math.Round(y(tick));
            chart.Fill(Left, row, chart.Width - Left - Right, 1, Colour.Line);
            var text = AxisTicks.Text(tick, ticks[1] - ticks[0]);
            PixelFont.Draw(chart, Left - 10 - PixelFont.WidthOf(text), row - 7, text, Colour.Grey);
        }

        PixelFont.DrawUpwards(chart, 14, (chart.Height + Top - Bottom + PixelFont.WidthOf(what)) / 2, what, Colour.Grey);
    }

    private static void DrawStepAxis(RgbImage chart, double[] ticks, Func<double, double> x)
    {
        var bottom = chart.Height - Bottom;
        chart.Fill(Left, bottom, chart.Width - Left - Right, 1, Colour.Grey);
        foreach (var tick in ticks)
        {
            var column = (int)Math.Round(x(tick));
            if (column < Left || column > chart.Width - Right) continue;
            chart.Fill(column, bottom, 1, 6, Colour.Grey);
            var text = AxisTicks.Text(tick, ticks[1] - ticks[0]);
            PixelFont.Draw(chart, column - PixelFont.WidthOf(text) / 2, bottom + 12, text, Colour.Grey);
        }

        PixelFont.Draw(chart, (Left + chart.Width - Right - PixelFont.WidthOf("step")) / 2, bottom + 40, "step", Colour.Grey);
    }

    private static void DrawCurve(RgbImage chart, (double X, double Y)[] points, double thickness, Colour colour)
    {
        if (points.Length == 1) chart.DrawLine(points[0].X, points[0].Y, points[0].X, points[0].Y, 4 * thickness, colour);
        for (var at = 1; at < points.Length; at++)
            chart.DrawLine(points[at - 1].X, points[at - 1].Y, points[at].X, points[at].Y, thickness, colour);
    }

    // The mean over a window of a fortieth of the run to either side, cut off at its ends: it lags behind nothing.
    private static (double X, double Y)[] Smooth((double X, double Y)[] raw)
    {
        var reach = raw.Length / 40;
        return [.. raw.Select((point, at) => (point.X, raw[Math.Max(0, at - reach)..Math.Min(raw.Length, at + reach + 1)].Average(near => near.Y)))];
    }
}
