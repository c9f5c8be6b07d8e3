using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Video;

public sealed class FrameSpanTests
{
    // methods.md, G.1 "Frame picks"
    public static readonly TheoryData<int, int, int, int[]> PublishedPicks = new()
    {
        { 0, 295, 8, [0, 42, 84, 126, 168, 210, 252, 295] },
        { 5, 300, 8, [5, 47, 89, 131, 173, 215, 257, 299] },
        { 100, 137, 4, [100, 112, 124, 137] },
    };

    [Theory, MemberData(nameof(PublishedPicks))]
    public void Picks_equal_the_published_ones(int start, int end, int count, int[] expected) =>
        Assert.Equal(expected, new FrameSpan(start, end).Pick(count, 300));

    [Fact]
    public void Svt_spans_leave_out_five_frames_at_either_end()
    {
        Assert.Equal(new FrameSpan(0, 295), Draw(SpanRule.SvtFirst, 300));
        Assert.Equal(new FrameSpan(5, 300), Draw(SpanRule.SvtSecond, 300));
    }

    [Fact]
    public void A_view_of_one_frame_takes_the_first() => Assert.Equal([7], new FrameSpan(7, 20).Pick(1, 300));

    [Fact]
    public void A_short_video_repeats_its_last_frame()
    {
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0], Draw(SpanRule.Whole, 1).Pick(8, 1));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 2], Draw(SpanRule.Whole, 3).Pick(8, 3));
        Assert.Equal([1, 1, 1, 1], Draw(SpanRule.SvtSecond, 2).Pick(4, 2));
    }

    [Theory]
    [InlineData(300, 37)]
    [InlineData(16, 2)]
    [InlineData(15, 2)]
    [InlineData(5, 2)]
    public void A_share_starts_uniformly_and_is_never_shorter_than_two_frames(int length, int width)
    {
        var starts = new HashSet<int>();
        for (var key = 0; key < 6000; key++)
        {
            var span = Draw(SpanRule.Share, length, key: key);
            Assert.Equal(width, span.End - span.Start);
            starts.Add(span.Start);
        }

        Assert.Equal(Enumerable.Range(0, Math.Max(length - width, 1)), starts.Order());
    }

    [Theory]
    [InlineData(64, 0, 31, 32, 63)]
    [InlineData(7, 0, 2, 3, 6)]
    [InlineData(2, 0, 0, 1, 1)]
    [InlineData(1, 0, 0, 0, 0)]
    public void The_two_halves_share_no_frame_of_a_clip_that_has_two(int length, int firstStart, int firstEnd, int secondStart, int secondEnd)
    {
        Assert.Equal(new FrameSpan(firstStart, firstEnd), Draw(SpanRule.Half, length, secondHalf: false));
        Assert.Equal(new FrameSpan(secondStart, secondEnd), Draw(SpanRule.OtherHalf, length, secondHalf: false));
        Assert.Equal(new FrameSpan(secondStart, secondEnd), Draw(SpanRule.Half, length, secondHalf: true));
        Assert.Equal(new FrameSpan(firstStart, firstEnd), Draw(SpanRule.OtherHalf, length, secondHalf: true));
    }

    private static FrameSpan Draw(SpanRule rule, int length, bool secondHalf = false, int key = 0) =>
        FrameSpan.Draw(new ViewRecipe { Span = rule }, length, secondHalf, KeyedRandom.For(1, Purpose.Test, key));
}
