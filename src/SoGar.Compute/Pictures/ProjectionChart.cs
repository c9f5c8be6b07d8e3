using System.Globalization;
using SoGar.Compute.Evaluation;

namespace SoGar.Compute.Pictures;

/// <summary>A picture of features on their first two principal components, a dot for each clip in the colour of its class.</summary>
public static class ProjectionChart
{
    private const int Margin = 32;
    private const int Head = 84;
    private const int Side = 640;
    private const int LineStep = 22;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">One line above it.</param>
    /// <param name="features">At least one clip.</param>
    /// <param name="classes">A name for each class.</param>
    public static RgbImage Draw(string title, FeatureSet features, IReadOnlyList<string> classes)
    {
        var components = PrincipalComponents.Of(features);
        var legend = classes.Max(name => PixelFont.WidthOf(name)) + 40;
        var width = Math.Max(2 * Margin + Side + 24 + legend, 2 * Margin + PixelFont.WidthOf(title));
        var chart = new RgbImage(width, Math.Max(Head + Side, Head + classes.Count * LineStep) + Margin, Colour.White);
        PixelFont.Draw(chart, Margin, 24, title, Colour.Ink);
        PixelFont.Draw(
            chart, Margin, 50,
            string.Create(
                CultureInfo.InvariantCulture,
                $"across {100 * components.Explained.X:F0} %, down {100 * components.Explained.Y:F0} % of the variance"), Colour.Grey);
        chart.Fill(Margin, Head, Side, Side, Colour.Line.Under(Colour.White, 0.6));
        var reach = Math.Max(components.Places.Max(place => Math.Max(Math.Abs(place.X), Math.Abs(place.Y))), 1e-12);
        for (var clip = 0; clip < features.Count; clip++)
        {
            var x = Margin + Side / 2 + components.Places[clip].X / reach * (Side / 2 - 8);
            var y = Head + Side / 2 + components.Places[clip].Y / reach * (Side / 2 - 8);
            chart.DrawLine(x, y, x, y, 7, ClassColours.Of(features.Labels[clip], classes.Count));
        }

        for (var label = 0; label < classes.Count; label++)
        {
            var y = Head + label * LineStep;
            chart.Fill(Margin + Side + 24, y + 1, 12, 12, ClassColours.Of(label, classes.Count));
            PixelFont.Draw(chart, Margin + Side + 44, y, classes[label], Colour.Ink);
        }

        return chart;
    }
}
