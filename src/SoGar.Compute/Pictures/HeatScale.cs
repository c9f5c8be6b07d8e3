using System.Globalization;

namespace SoGar.Compute.Pictures;

/// <summary>How attention becomes colour, in multiples of an even spread; one scale for all rows of a sheet.</summary>
internal static class HeatScale
{
    private const int BarWidth = 240;
    private const int BarHeight = 14;

    /// <summary>The bar that explains the colours.</summary>
    public static void Draw(RgbImage sheet, int x, int y, string name, double peak)
    {
        var start = PixelFont.Draw(sheet, x, y, $"{name}: 0", Colour.Grey) + 10;
        for (var column = 0; column < BarWidth; column++) sheet.Fill(start + column, y, 1, BarHeight, HeatColours.Magma((column + 0.5) / BarWidth));
        sheet.Fill(start + (int)(BarWidth * Heat(1, peak)), y - 3, 2, BarHeight + 6, Colour.Ink);
        PixelFont.Draw(sheet, start + BarWidth + 10, y, End(peak), Colour.Grey);
    }

    /// <summary>Pixels that <see cref="Draw"/> takes across.</summary>
    public static int WidthOf(string name, double peak) => PixelFont.WidthOf($"{name}: 0") + BarWidth + 20 + PixelFont.WidthOf(End(peak));

    /// <summary>Lays a map over a frame, which fades to grey, so that every colour is attention; the more of it, the denser the colour.</summary>
    public static void Overlay(RgbImage sheet, int left, int top, int width, int height, AttentionMap map, int frame, double peak)
    {
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var heat = Heat(map.At(frame, x, y, width, height), peak);
                var grey = (byte)Math.Round(255 * sheet[left + x, top + y].Brightness);
                sheet.Blend(left + x, top + y, new Colour(grey, grey, grey));
                sheet.Blend(left + x, top + y, HeatColours.Magma(heat), 0.5 + 0.3 * heat);
            }
    }

    // The root spreads out the low end, where nearly all places are.
    private static double Heat(double timesEven, double peak) => Math.Sqrt(timesEven / peak);

    private static string End(double peak) => $"{peak.ToString("F1", CultureInfo.InvariantCulture)} times an even spread (the mark)";
}
