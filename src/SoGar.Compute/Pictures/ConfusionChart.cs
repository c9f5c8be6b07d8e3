using System.Globalization;
using SoGar.Compute.Evaluation;

namespace SoGar.Compute.Pictures;

/// <summary>A picture of a confusion matrix: a row per true class, shaded by the share of the row, with counts.</summary>
public static class ConfusionChart
{
    private const int Margin = 24;
    private const int TextHeight = 2 * PixelFont.LineHeight;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">One line above it; accuracy and number of clips are added below.</param>
    /// <param name="matrix">The counts.</param>
    /// <param name="classes">A name for each class.</param>
    /// <param name="cell">Pixels across and down of a cell; 0 chooses by the number of classes.</param>
    public static RgbImage Draw(string title, ConfusionMatrix matrix, IReadOnlyList<string> classes, int cell = 0)
    {
        if (classes.Count != matrix.ClassCount) throw new ArgumentException($"{classes.Count} names for {matrix.ClassCount} classes");
        if (cell <= 0) cell = Math.Clamp(720 / matrix.ClassCount, 6, 56);
        var named = cell >= TextHeight + 2;
        var nameWidth = named ? classes.Max(name => PixelFont.WidthOf(name)) : 0;
        var (left, top) = (Margin + TextHeight + 10 + nameWidth + 10, Margin + 2 * (TextHeight + 8) + TextHeight + 10 + nameWidth + 10);
        var size = matrix.ClassCount * cell;
        var summary = Summary(matrix);
        var width = Math.Max(left + size, Margin + Math.Max(PixelFont.WidthOf(title), PixelFont.WidthOf(summary))) + Margin;

        var chart = new RgbImage(width, top + size + Margin, Colour.White);
        PixelFont.Draw(chart, Margin, Margin, title, Colour.Ink);
        PixelFont.Draw(chart, Margin, Margin + TextHeight + 8, summary, Colour.Grey);
        PixelFont.DrawUpwards(chart, Margin, top + (size + PixelFont.WidthOf("true class")) / 2, "true class", Colour.Grey);
        PixelFont.Draw(chart, left + (size - PixelFont.WidthOf("taken for")) / 2, Margin + 2 * (TextHeight + 8), "taken for", Colour.Grey);
        chart.Fill(left - 1, top - 1, size + 1, size + 1, Colour.Line);
        for (var label = 0; label < matrix.ClassCount; label++)
        {
            if (named) DrawNames(chart, classes[label], left, top, label, cell);
            for (var guess = 0; guess < matrix.ClassCount; guess++)
                DrawCell(chart, left + guess * cell, top + label * cell, cell, matrix[label, guess], matrix.RowTotal(label));
        }

        return chart;
    }

    private static string Summary(ConfusionMatrix matrix) => string.Create(
        CultureInfo.InvariantCulture,
        $"MCA {100 * matrix.Accuracy:F1} % +- {100 * matrix.StandardError:F1}, MPCA {100 * matrix.MeanPerClassAccuracy:F1} %, {matrix.Total} clips");

    private static void DrawNames(RgbImage chart, string name, int left, int top, int at, int cell)
    {
        var middle = at * cell + (cell - TextHeight) / 2 + 1;
        PixelFont.Draw(chart, left - 10 - PixelFont.WidthOf(name), top + middle, name, Colour.Ink);
        PixelFont.DrawUpwards(chart, left + middle, top - 10, name, Colour.Ink);
    }

    private static void DrawCell(RgbImage chart, int x, int y, int cell, int count, int rowTotal)
    {
        var share = rowTotal == 0 ? 0 : (double)count / rowTotal;
        chart.Fill(x, y, cell - 1, cell - 1, Colour.Line.Under(HeatColours.Ink(share), rowTotal == 0 ? 0.5 : 1));
        var text = count.ToString(CultureInfo.InvariantCulture);
        if (count == 0 || PixelFont.WidthOf(text) > cell - 4) return;
        var colour = HeatColours.Ink(share).Brightness < 0.55 ? Colour.White : Colour.Ink;
        PixelFont.Draw(chart, x + (cell - 1 - PixelFont.WidthOf(text)) / 2, y + (cell - 1 - TextHeight) / 2 + 1, text, colour);
    }
}
