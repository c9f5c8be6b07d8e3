using System.Collections.Immutable;
using SoGar.Compute.Regions;

namespace SoGar.Compute.Pictures;

/// <summary>One row of a <see cref="HeatSheet"/>.</summary>
/// <param name="Name">What is shown, in a word or two.</param>
/// <param name="Frames">Pictures of one size.</param>
/// <param name="Heat">What is laid over them, over as many frames; null for the pictures as they are.</param>
/// <param name="Box">A box that is marked in each; null for none.</param>
public sealed record HeatRow(string Name, ImmutableArray<RgbImage> Frames, AttentionMap? Heat = null, RegionBox? Box = null);

/// <summary>Some rows that belong to one clip.</summary>
/// <param name="Caption">What people call the clip.</param>
/// <param name="Rows">At least one.</param>
public sealed record HeatGroup(string Caption, ImmutableArray<HeatRow> Rows);

/// <summary>A picture of what parts of a method look at: frames in rows, some with heat laid over them. All rows share one scale.</summary>
public static class HeatSheet
{
    private const int Margin = 24;
    private const int Gap = 4;
    private const int HeadHeight = 96;
    private const int CaptionHeight = 28;
    private const int GroupGap = 16;

    // Below twice an even spread, differences are shown faint rather than stretched.
    private const double LeastPeak = 2;

    /// <summary>Draws the sheet.</summary>
    /// <param name="title">One line above everything.</param>
    /// <param name="scale">What heat stands for.</param>
    /// <param name="groups">At least one.</param>
    /// <param name="side">Pixels that a frame is shown across and down.</param>
    /// <exception cref="ArgumentException">There is nothing to draw, or a row has heat over another number of frames.</exception>
    public static RgbImage Draw(string title, string scale, IReadOnlyList<HeatGroup> groups, int side = 128)
    {
        if (groups.Count == 0 || groups.Any(group => group.Rows.Length == 0)) throw new ArgumentException("a sheet needs a clip, and each clip a row");
        var rows = groups.SelectMany(group => group.Rows).ToList();
        if (rows.FirstOrDefault(row => row.Heat is { } heat && heat.Frames != row.Frames.Length) is { } odd)
            throw new ArgumentException($"{odd.Name} has {odd.Frames.Length} frames and heat over {odd.Heat!.Frames}");
        var peak = Math.Max(LeastPeak, rows.Max(row => row.Heat?.Peak ?? 0));
        var names = rows.Max(row => PixelFont.WidthOf(row.Name)) + 16;
        var width = Math.Max(
            2 * Margin + names + rows.Max(row => row.Frames.Length) * (side + Gap) - Gap,
            2 * Margin + Math.Max(PixelFont.WidthOf(title), HeatScale.WidthOf(scale, peak)));
        var height = HeadHeight + groups.Sum(group => CaptionHeight + group.Rows.Length * (side + Gap) + GroupGap) + Margin - GroupGap;

        var sheet = new RgbImage(width, height, Colour.White);
        PixelFont.Draw(sheet, Margin, Margin, title, Colour.Ink);
        HeatScale.Draw(sheet, Margin, Margin + 26, scale, peak);
        var y = HeadHeight;
        foreach (var group in groups)
        {
            PixelFont.Draw(sheet, Margin, y, PixelFont.Shorten(group.Caption, width - 2 * Margin), Colour.Grey);
            y += CaptionHeight;
            foreach (var row in group.Rows)
            {
                DrawRow(sheet, y, names, row, side, peak);
                y += side + Gap;
            }

            y += GroupGap;
        }

        return sheet;
    }

    private static void DrawRow(RgbImage sheet, int y, int names, HeatRow row, int side, double peak)
    {
        PixelFont.Draw(sheet, Margin, y + side / 2 - PixelFont.LineHeight, row.Name, Colour.Ink);
        for (var frame = 0; frame < row.Frames.Length; frame++)
        {
            var x = Margin + names + frame * (side + Gap);
            sheet.Draw(row.Frames[frame], x, y, side, side);
            if (row.Heat is { } heat) HeatScale.Overlay(sheet, x, y, side, side, heat, frame, peak);
            if (row.Box is { } box) Outline(sheet, x, y, side, box);
        }
    }

    private static void Outline(RgbImage sheet, int x, int y, int side, RegionBox box)
    {
        var (left, right, top, bottom) = (x + box.Left * (side - 1), x + box.Right * (side - 1), y + box.Top * (side - 1), y + box.Bottom * (side - 1));
        sheet.DrawLine(left, top, right, top, 2, Colour.Bad);
        sheet.DrawLine(left, bottom, right, bottom, 2, Colour.Bad);
        sheet.DrawLine(left, top, left, bottom, 2, Colour.Bad);
        sheet.DrawLine(right, top, right, bottom, 2, Colour.Bad);
    }
}
