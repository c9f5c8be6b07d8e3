using System.Collections.Immutable;

namespace SoGar.Compute.Pictures;

/// <summary>One clip of an <see cref="AttentionSheet"/>.</summary>
/// <param name="Name">What people call the clip.</param>
/// <param name="Label">Its true class.</param>
/// <param name="Guess">What the probe takes it for.</param>
/// <param name="Frames">The frames that the network saw, in order, before normalisation; all of one size.</param>
/// <param name="Pretrained">Attention of the trained network, over as many frames.</param>
/// <param name="Random">Attention of the same network before training; null leaves its row out.</param>
public sealed record AttentionStrip(
    string Name, string Label, string Guess, ImmutableArray<RgbImage> Frames, AttentionMap Pretrained, AttentionMap? Random = null);

/// <summary>
/// A picture of where the class token looks: for each clip its frames, below them the same with attention as heat. All rows share one scale, in multiples
/// of an even spread, so that an untrained network that looks everywhere alike also looks alike in the picture.
/// </summary>
public static class AttentionSheet
{
    private const int Margin = 24;
    private const int RowLabelWidth = 132;
    private const int Gap = 4;
    private const int CaptionHeight = 30;
    private const int StripGap = 26;
    private const int HeadHeight = 96;

    // Below twice an even spread, differences are shown faint rather than stretched.
    private const double LeastPeak = 2;

    /// <summary>Draws the sheet.</summary>
    /// <param name="title">One line above everything.</param>
    /// <param name="strips">At least one clip.</param>
    /// <param name="frameWidth">Pixels that a frame is shown across.</param>
    public static RgbImage Draw(string title, IReadOnlyList<AttentionStrip> strips, int frameWidth = 128)
    {
        if (strips.Count == 0) throw new ArgumentException("a sheet needs a clip");
        foreach (var strip in strips) Require(strip);
        var peak = Math.Max(LeastPeak, strips.Max(strip => Math.Max(strip.Pretrained.Peak, strip.Random?.Peak ?? 0)));
        var width = 2 * Margin + RowLabelWidth + strips.Max(strip => strip.Frames.Length) * (frameWidth + Gap) - Gap;
        var height = HeadHeight + strips.Sum(strip => StripHeight(strip, frameWidth)) + Margin - StripGap;

        var sheet = new RgbImage(width, height, Colour.White);
        PixelFont.Draw(sheet, Margin, Margin, PixelFont.Shorten(title, width - 2 * Margin), Colour.Ink);
        HeatScale.Draw(sheet, Margin, Margin + 26, "attention of the class token", peak);
        var y = HeadHeight;
        foreach (var strip in strips)
        {
            DrawStrip(sheet, y, strip, frameWidth, peak);
            y += StripHeight(strip, frameWidth);
        }

        return sheet;
    }

    private static void Require(AttentionStrip strip)
    {
        if (strip.Frames.IsDefaultOrEmpty) throw new ArgumentException($"{strip.Name} has no frames");
        foreach (var map in new[] { strip.Pretrained, strip.Random }.OfType<AttentionMap>())
            if (map.Frames != strip.Frames.Length)
                throw new ArgumentException($"{strip.Name} has {strip.Frames.Length} frames and attention over {map.Frames}");
    }

    private static int FrameHeight(AttentionStrip strip, int frameWidth) =>
        Math.Max(1, (int)Math.Round((double)frameWidth * strip.Frames[0].Height / strip.Frames[0].Width));

    private static int StripHeight(AttentionStrip strip, int frameWidth) =>
        CaptionHeight + (strip.Random is null ? 2 : 3) * (FrameHeight(strip, frameWidth) + Gap) + StripGap;

    private static void DrawStrip(RgbImage sheet, int y, AttentionStrip strip, int frameWidth, double peak)
    {
        DrawCaption(sheet, y, strip);
        y += CaptionHeight;
        var step = FrameHeight(strip, frameWidth) + Gap;
        DrawRow(sheet, y, "frames", strip, frameWidth, map: null, peak);
        DrawRow(sheet, y + step, "pretrained", strip, frameWidth, strip.Pretrained, peak);
        if (strip.Random is { } random) DrawRow(sheet, y + 2 * step, "random", strip, frameWidth, random, peak);
    }

    private static void DrawCaption(RgbImage sheet, int y, AttentionStrip strip)
    {
        sheet.Fill(Margin, y - 8, sheet.Width - 2 * Margin, 1, Colour.Line);
        var right = strip.Label == strip.Guess;
        var verdict = $"probe says {strip.Guess}";
        var room = sheet.Width - 2 * Margin - PixelFont.WidthOf(strip.Label + verdict) - 4 * 24;
        var x = PixelFont.Draw(sheet, Margin, y, PixelFont.Shorten(strip.Name, Math.Max(room, 0)), Colour.Grey);
        x = PixelFont.Draw(sheet, x + 24, y, strip.Label, Colour.Ink);
        PixelFont.Draw(sheet, x + 24, y, verdict, right ? Colour.Good : Colour.Bad);
    }

    private static void DrawRow(RgbImage sheet, int y, string name, AttentionStrip strip, int frameWidth, AttentionMap? map, double peak)
    {
        var frameHeight = FrameHeight(strip, frameWidth);
        PixelFont.Draw(sheet, Margin, y + (frameHeight - 2 * PixelFont.LineHeight) / 2, name, Colour.Ink);
        for (var frame = 0; frame < strip.Frames.Length; frame++)
        {
            var x = Margin + RowLabelWidth + frame * (frameWidth + Gap);
            sheet.Draw(strip.Frames[frame], x, y, frameWidth, frameHeight);
            if (map is not null) HeatScale.Overlay(sheet, x, y, frameWidth, frameHeight, map, frame, peak);
        }
    }
}
