using System.Collections.Immutable;

namespace SoGar.Compute.Pictures;

/// <summary>One view of a <see cref="ViewSheet"/>.</summary>
/// <param name="Name">What it is: role, frames, pixels.</param>
/// <param name="Frames">As the network sees them before normalisation.</param>
public sealed record ViewStrip(string Name, ImmutableArray<RgbImage> Frames);

/// <summary>A grid of the views that a recipe samples: a row for each view of each sample, a column for each frame.</summary>
public static class ViewSheet
{
    private const int Margin = 24;
    private const int Gap = 4;
    private const int MostFrames = 8;

    /// <summary>Draws the sheet; of views with more frames than fit, some at equal distances.</summary>
    /// <param name="title">One line above everything.</param>
    /// <param name="samples">Names of samples and the views of each; at least one.</param>
    /// <param name="side">Pixels that a frame is shown across.</param>
    public static RgbImage Draw(string title, IReadOnlyList<(string Sample, ImmutableArray<ViewStrip> Views)> samples, int side = 96)
    {
        var names = samples.Max(sample => sample.Views.Max(view => PixelFont.WidthOf(view.Name))) + 16;
        var columns = samples.Max(sample => sample.Views.Max(view => Math.Min(view.Frames.Length, MostFrames)));
        var width = Math.Max(2 * Margin + names + columns * (side + Gap), 2 * Margin + PixelFont.WidthOf(title));
        var height = 72 + samples.Sum(sample => 36 + sample.Views.Length * (side + Gap)) + Margin;
        var sheet = new RgbImage(width, height, Colour.White);
        PixelFont.Draw(sheet, Margin, Margin, title, Colour.Ink);
        var y = 72;
        foreach (var (sample, views) in samples)
        {
            PixelFont.Draw(sheet, Margin, y, PixelFont.Shorten(sample, width - 2 * Margin), Colour.Grey);
            y += 28;
            foreach (var view in views)
            {
                PixelFont.Draw(sheet, Margin, y + side / 2 - PixelFont.LineHeight, view.Name, Colour.Ink);
                var shown = Math.Min(view.Frames.Length, MostFrames);
                for (var column = 0; column < shown; column++)
                {
                    var frame = shown == 1 ? 0 : column * (view.Frames.Length - 1) / (shown - 1);
                    sheet.Draw(view.Frames[frame], Margin + names + column * (side + Gap), y, side, side);
                }

                y += side + Gap;
            }

            y += 8;
        }

        return sheet;
    }
}
