using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Video;

/// <summary>A stretch of time in a clip, in frames: from <paramref name="Start"/> to <paramref name="End"/>, over which a view's frames are spread.</summary>
/// <param name="Start">The first frame.</param>
/// <param name="End">Where the last frame is aimed at; may be one past the window, and picking clamps it then.</param>
public readonly record struct FrameSpan(int Start, int End)
{
    /// <summary>The frame in the middle.</summary>
    public int Middle => Start + (End - Start) / 2;

    /// <summary>
    /// Spreads <paramref name="count"/> frames from start to end at equal distances, truncated to whole frames
    /// (<c>linspace(start, end, count)</c> of methods.md, B.1) and kept below <paramref name="frameCount"/>.
    /// </summary>
    public int[] Pick(int count, int frameCount)
    {
        var picked = new int[count];
        for (var i = 0; i < count; i++)
        {
            // Whole numbers all the way: a quotient in floating point may fall just below the frame it should hit.
            var aimed = count == 1 ? Start : Start + (int)((long)(End - Start) * i / (count - 1));
            picked[i] = Math.Clamp(aimed, 0, frameCount - 1);
        }

        return picked;
    }

    /// <summary>The span of one view within a window of <paramref name="length"/> frames, counted from the window's start.</summary>
    /// <param name="view">The rule and, for a share, its size.</param>
    /// <param name="length">Frames of the window.</param>
    /// <param name="secondHalf">Whether the item's <see cref="SpanRule.Half"/> is the second one; drawn once per item.</param>
    /// <param name="random">The view's own stream.</param>
    public static FrameSpan Draw(ViewRecipe view, int length, bool secondHalf, KeyedRandom random) => view.Span switch
    {
        SpanRule.Whole => new FrameSpan(0, length - 1),
        SpanRule.Share => DrawShare((int)(length * view.SpanShare), length, random),
        SpanRule.Half => Half(length, secondHalf),
        SpanRule.OtherHalf => Half(length, !secondHalf),
        SpanRule.SvtFirst => new FrameSpan(0, Math.Max(length - 5, 0)),
        SpanRule.SvtSecond => new FrameSpan(Math.Min(5, length - 1), length),
        _ => throw new ArgumentOutOfRangeException(nameof(view), view.Span, "no such span"),
    };

    // A share of a short window still holds two frames, else a view of it would stand still.
    private static FrameSpan DrawShare(int width, int length, KeyedRandom random)
    {
        width = Math.Max(width, 2);
        var start = random.NextInt(0, Math.Max(length - width - 1, 0));
        return new FrameSpan(start, start + width);
    }

    private static FrameSpan Half(int length, bool second)
    {
        var middle = length / 2;
        return second || middle == 0 ? new FrameSpan(middle, length - 1) : new FrameSpan(0, middle - 1);
    }
}
