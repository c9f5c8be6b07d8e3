using SoGar.Compute.Data;
using SoGar.Compute.Regions;
using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Regions;

public sealed class RegionSetTests
{
    private static readonly ClipFacts Clip = new(64, 25, 200, 100);

    [Fact]
    public void The_random_rule_cuts_boxes_off_at_the_edges()
    {
        var box = RandomRegions.Box(left: .7, top: .2, width: .4, ratio: 1.5);   // methods.md, G.6

        Assert.Equal(.2, box.Top, 1e-12);
        Assert.Equal(.7, box.Left, 1e-12);
        Assert.Equal(.8, box.Bottom, 1e-12);
        Assert.Equal(.999, box.Right, 1e-12);
    }

    [Fact]
    public void Random_boxes_lie_within_the_view_and_all_count()
    {
        var set = RandomRegions.Draw(500, Random(1));

        Assert.All(set.Boxes, box => Assert.True(box is { Top: >= 0, Left: >= 0, Bottom: <= 0.999, Right: <= 0.999 } and { Width: > -1e-3 and <= 0.5 }));
        Assert.All(set.Valid, Assert.True);
        Assert.NotEqual(set.Boxes, RandomRegions.Draw(500, Random(2)).Boxes);
        Assert.Equal(set.Boxes, RandomRegions.Draw(500, Random(1)).Boxes);
    }

    [Fact]
    public void Enough_candidates_are_chosen_without_repetition()
    {
        var set = RegionSet.Choose(Candidates(12), 8, Random(1));

        Assert.Equal(8, set.Boxes.Distinct().Count());
        Assert.All(set.Valid, Assert.True);
    }

    [Fact]
    public void Too_few_candidates_all_serve_and_some_serve_again()
    {
        var set = RegionSet.Choose(Candidates(3), 8, Random(1));

        Assert.Equal(3, set.Boxes.Take(3).Distinct().Count());
        Assert.Equal(3, set.Boxes.Distinct().Count());
        Assert.All(set.Valid, Assert.True);
    }

    [Fact]
    public void Without_candidates_no_region_counts()
    {
        var set = RegionSet.Choose([], 8, Random(1));

        Assert.Equal(8, set.Boxes.Length);
        Assert.All(set.Valid, Assert.False);
    }

    [Fact]
    public void Boxes_move_and_turn_with_the_crop()
    {
        PlayerBox[] boxes = [new(0, 0, 0.25f, 0.2f, 0.5f, 0.6f)];   // 50..100 by 20..60 pixels

        Assert.Equal([new RegionBox(0.2, 0.25, 0.6, 0.5)], Rounded(BoxRegions.Through(boxes, Clip, CropBox.Whole(200, 100), flip: false)));
        Assert.Equal([new RegionBox(0.2, 0.5, 0.6, 0.75)], Rounded(BoxRegions.Through(boxes, Clip, CropBox.Whole(200, 100), flip: true)));
        Assert.Equal([new RegionBox(0, 0.1, 0.8, 0.6)], Rounded(BoxRegions.Through(boxes, Clip, new CropBox(40, 20, 100, 50), flip: false)));
    }

    [Fact]
    public void Boxes_that_are_cut_off_are_clipped_and_dropped_where_little_is_left()
    {
        PlayerBox[] boxes = [new(0, 0, 0.25f, 0.2f, 0.5f, 0.6f)];

        // Of the 50 pixels 25, then 9 are left.
        Assert.Equal([new RegionBox(0.2, 0, 0.6, 0.25)], Rounded(BoxRegions.Through(boxes, Clip, new CropBox(75, 0, 100, 100), flip: false)));
        Assert.Empty(BoxRegions.Through(boxes, Clip, new CropBox(91, 0, 100, 100), flip: false));
    }

    [Theory]
    [InlineData(RegionRule.Random)]
    [InlineData(RegionRule.Slic)]
    [InlineData(RegionRule.Fh)]
    [InlineData(RegionRule.Boxes)]
    public void Every_rule_finds_regions_of_a_view(RegionRule rule)
    {
        var plan = new ViewPlan
        {
            Frames = [4, 8],
            Crop = CropBox.Whole(200, 100),
            Size = 64,
            Scale = new ChannelScale(0.5f, 0.4f, 0.3f, 0.2f, 0.25f, 0.3f),
        };
        var clip = Clip with { Boxes = BoxTrack.Of([(8, new PlayerBox(0, 0, 0.1f, 0.1f, 0.3f, 0.4f)), (8, new PlayerBox(1, 1, 0.5f, 0.5f, 0.7f, 0.8f))]) };
        var view = ViewOf(Painted.Quadrants(64), plan);

        var found = new RegionFinder(rule, 8).Find(plan, clip, view, frame: 1, Random(3));

        Assert.All(found.Valid, Assert.True);
        if (rule == RegionRule.Boxes) Assert.Equal(2, found.Boxes.Distinct().Count());
        // The quadrants of the view, give or take the blur.
        if (rule == RegionRule.Fh)
            Assert.All(found.Boxes, box => Assert.True(Math.Abs(box.Width - 0.5) < 0.1 && Math.Abs(box.Height - 0.5) < 0.1));
    }

    private static float[] ViewOf(RegionImage image, ViewPlan plan)
    {
        float[] means = [plan.Scale.RedMean, plan.Scale.GreenMean, plan.Scale.BlueMean];
        float[] deviations = [plan.Scale.RedDeviation, plan.Scale.GreenDeviation, plan.Scale.BlueDeviation];
        var view = new float[plan.Length];
        for (var channel = 0; channel < 3; channel++)
            for (var i = 0; i < 64 * 64; i++) view[(channel * 2 + 1) * 64 * 64 + i] = (image.Plane(channel)[i] - means[channel]) / deviations[channel];
        return view;
    }

    private static RegionBox[] Rounded(RegionBox[] boxes) =>
        Array.ConvertAll(boxes, box => new RegionBox(Math.Round(box.Top, 5), Math.Round(box.Left, 5), Math.Round(box.Bottom, 5), Math.Round(box.Right, 5)));

    private static RegionBox[] Candidates(int count) => [.. Enumerable.Range(0, count).Select(i => new RegionBox(0.01 * i, 0, 0.5, 0.5))];

    private static KeyedRandom Random(long key) => KeyedRandom.For(7, Purpose.Test, key);
}
