using SoGar.Compute.Data;
using SoGar.Compute.Synthesis;

namespace SoGar.Compute.Tests.Synthesis;

public sealed class ClipRendererTests
{
    private static readonly ClipFormat Small = new() { FrameCount = 8 };

    [Fact]
    public void A_frame_depends_on_its_key_alone_and_not_on_what_was_rendered_before()
    {
        var key = new ClipKey(5, Split.Train, 6);
        var inOrder = Frames(new ClipRenderer(key, Small), 0, 1, 2, 3);

        var backwards = Frames(new ClipRenderer(key, Small), 3, 2, 1, 0);

        Assert.Equal(inOrder, backwards.Reverse());
    }

    [Fact]
    public void Another_seed_split_or_index_gives_another_clip()
    {
        var clips = new[]
        {
            new ClipKey(5, Split.Train, 6), new ClipKey(6, Split.Train, 6), new ClipKey(5, Split.Test, 6), new ClipKey(5, Split.Train, 14),
        };

        var frames = clips.Select(key => Convert.ToHexString(Frames(new ClipRenderer(key, Small), 0)[0])).ToArray();

        Assert.Equal(clips.Length, frames.Distinct().Count());
        Assert.Single(clips.Select(key => key.Activity).Distinct());
    }

    [Fact]
    public void Every_split_has_a_seed_of_its_own_and_training_keeps_the_given_one()
    {
        Assert.Equal(5u, ClipKey.SeedOf(5, Split.Train));
        Assert.Equal(3, SplitNames.All.Select(split => ClipKey.SeedOf(5, split)).Distinct().Count());
    }

    [Theory]
    [InlineData(128, 96)]
    [InlineData(320, 180)]
    public void What_people_cover_lies_inside_their_boxes(int width, int height)
    {
        // Where the referee and the ball are is left out by comparing boxes with players alone, so their own pixels are allowed for by number.
        var format = new ClipFormat { Width = width, Height = height, FrameCount = 32 };
        for (var index = 0; index < 8; index++)
        {
            var renderer = new ClipRenderer(new ClipKey(7, Split.Train, index), format);
            var covered = Covered(renderer, 31, format);
            var boxes = renderer.BoxesAt(31);

            var outside = covered.Count(pixel => !boxes.Any(box => Holds(box, pixel, format, slack: 1)));

            // One referee and one ball, with the largest sizes and zoom that are drawn.
            var unit = width / 128f * (height / 96f) * 1.43f * 1.43f * 1.16f * 1.16f;
            Assert.InRange(outside, 0, (int)(unit * 90) + 40);
        }
    }

    [Fact]
    public void Every_box_is_filled_by_a_person_up_to_its_edges()
    {
        var renderer = new ClipRenderer(new ClipKey(7, Split.Train, 1), Small);

        var covered = Covered(renderer, 3, Small);

        Assert.NotEmpty(renderer.BoxesAt(3));
        foreach (var box in renderer.BoxesAt(3))
        {
            // Of someone who is just leaving the view there is too little to count pixels.
            if ((box.X2 - box.X1) * Small.Width < 4 || (box.Y2 - box.Y1) * Small.Height < 6)
                continue;
            var inside = covered.Where(pixel => Holds(box, pixel, Small, slack: 0)).ToArray();
            var area = (box.X2 - box.X1) * Small.Width * (box.Y2 - box.Y1) * Small.Height;
            Assert.True(inside.Length > 0.45 * area, $"{box}: {inside.Length} of {area:0} pixels are covered");
        }
    }

    [Fact]
    public void Boxes_lie_inside_the_frame_and_name_player_and_team()
    {
        foreach (var frame in Enumerable.Range(0, 8))
            foreach (var box in new ClipRenderer(new ClipKey(9, Split.Train, 3), Small).BoxesAt(frame))
            {
                Assert.True(box is { X1: >= 0, Y1: >= 0, X2: <= 1, Y2: <= 1 } && box.X1 < box.X2 && box.Y1 < box.Y2, $"{box}");
                Assert.InRange(box.Player, 0, GroupMotion.PlayerCount - 1);
                Assert.Equal(GroupMotion.TeamOf(box.Player), box.Team);
            }
    }

    [Fact]
    public void Most_players_are_in_sight()
    {
        var counts = Enumerable.Range(0, 80).Select(index => new ClipRenderer(new ClipKey(9, Split.Train, index), Small).BoxesAt(0).Count);

        // 128x96 of 160x120 is 64 % of fourteen, and sprites reach in from outside.
        Assert.InRange(counts.Average(), 9, 12.5);
    }

    [Fact]
    public void Shirts_are_brighter_than_the_floor()
    {
        for (var index = 0; index < 40; index++)
        {
            var key = new ClipKey(11, Split.Train, index);
            var court = Court.Draw(key.Chance(ClipAspect.Court));
            var (first, second) = Kit.DrawPair(key.Chance(ClipAspect.People));

            foreach (var kit in new[] { first, second })
                Assert.True(Brightest(kit.Shirt) > 1.5f * Brightest(court.Floor));
        }

        static float Brightest(Rgb colour) => Math.Max(colour.R, Math.Max(colour.G, colour.B));
    }

    private static byte[][] Frames(ClipRenderer renderer, params int[] frameIndices) => [.. frameIndices.Select(frameIndex =>
    {
        var frame = new byte[renderer.Format.FrameBytes];
        renderer.Render(frameIndex, frame);
        return frame;
    })];

    // The pixels that differ clearly from the empty court.
    private static List<(int X, int Y)> Covered(ClipRenderer renderer, int frameIndex, ClipFormat format)
    {
        Canvas full = new(format.Width, format.Height), empty = new(format.Width, format.Height);
        renderer.Paint(full, frameIndex, withPeople: true);
        renderer.Paint(empty, frameIndex, withPeople: false);
        return [.. from y in Enumerable.Range(0, format.Height)
                   from x in Enumerable.Range(0, format.Width)
                   where Enumerable.Range(0, 3).Any(plane => Math.Abs(full.Row(plane, y)[x] - empty.Row(plane, y)[x]) > 0.02f)
                   select (x, y)];
    }

    private static bool Holds(PlayerBox box, (int X, int Y) pixel, ClipFormat format, float slack) =>
        pixel.X + 0.5f > box.X1 * format.Width - slack && pixel.X + 0.5f < box.X2 * format.Width + slack
        && pixel.Y + 0.5f > box.Y1 * format.Height - slack && pixel.Y + 0.5f < box.Y2 * format.Height + slack;
}
