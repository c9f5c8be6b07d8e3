using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Video;

/// <summary>The part of a clip that an item's views are cut from (methods.md, B.1).</summary>
/// <param name="Start">First frame.</param>
/// <param name="Length">Frames, 1 or more.</param>
public readonly record struct ClipWindow(int Start, int Length)
{
    private const double LongestSeconds = 10;
    private const double SvtFramesAtThirty = 32 * 8;

    /// <summary>Draws the window of one item; the same for all its views.</summary>
    public static ClipWindow Draw(WindowRule rule, ClipFacts clip, KeyedRandom random)
    {
        var length = rule switch
        {
            WindowRule.Whole => clip.FrameCount,
            WindowRule.TenSeconds when clip.Boxes.Count > 0 => clip.FrameCount,
            WindowRule.TenSeconds => Frames(LongestSeconds * clip.FramesPerSecond),
            WindowRule.Svt => Frames(SvtFramesAtThirty * clip.FramesPerSecond / 30),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "no such window"),
        };
        return length >= clip.FrameCount
            ? new ClipWindow(0, clip.FrameCount)
            : new ClipWindow(random.NextInt(0, clip.FrameCount - length), length);
    }

    private static int Frames(double count) => (int)Math.Clamp(Math.Round(count), 1, int.MaxValue);
}
