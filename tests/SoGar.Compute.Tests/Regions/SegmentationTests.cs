using SoGar.Compute.Regions;

namespace SoGar.Compute.Tests.Regions;

public sealed class SegmentationTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    public void The_graph_finds_flat_areas_exactly(double noise)
    {
        // Without a blur the borders are sharp.
        var map = GraphSegments.Of(Painted.Quadrants(64, noise), scale: 500, leastSize: 100, sigma: 0);

        Assert.Equal(4, map.Count);
        Assert.Equal([new(0, 0, 0.5, 0.5), new(0, 0.5, 0.5, 1), new(0.5, 0, 1, 0.5), new RegionBox(0.5, 0.5, 1, 1)], map.Boxes());
    }

    [Fact]
    public void With_its_blur_the_graph_finds_a_rectangle_to_about_a_pixel()
    {
        var map = GraphSegments.Of(Painted.Rectangle(80, 60, 20, 15, 60, 40), scale: 300, leastSize: 200);

        Assert.Equal(2, map.Count);
        var box = map.Boxes()[1];
        Assert.Equal(15 / 60.0, box.Top, 2 / 60.0);
        Assert.Equal(20 / 80.0, box.Left, 2 / 80.0);
        Assert.Equal(40 / 60.0, box.Bottom, 2 / 60.0);
        Assert.Equal(60 / 80.0, box.Right, 2 / 80.0);
    }

    [Fact]
    public void A_greater_scale_joins_what_differs_less()
    {
        // Steps of 0.1 from one column of tiles to the next.
        var steps = Painted.Of(64, 64, (x, _) => [x / 16 * 0.1f, x / 16 * 0.1f, x / 16 * 0.1f], 0);

        Assert.Equal(4, GraphSegments.Of(steps, scale: 1000, leastSize: 1, sigma: 0).Count);
        Assert.Equal(1, GraphSegments.Of(steps, scale: 100_000, leastSize: 1, sigma: 0).Count);
    }

    [Fact]
    public void No_segment_of_the_graph_is_smaller_than_the_least()
    {
        var map = GraphSegments.Of(Painted.Quadrants(64, noise: 0.3), scale: 20, leastSize: 50);

        Assert.All(SizesOf(map), size => Assert.True(size >= 50));
        Assert.True(map.Count > 4);
    }

    [Fact]
    public void Superpixels_cover_a_flat_image_as_a_grid()
    {
        var map = Superpixels.Of(Painted.Of(64, 64, (_, _) => [0.5f, 0.5f, 0.5f], 0), segments: 16);

        Assert.Equal(16, map.Count);
        Assert.All(SizesOf(map), size => Assert.InRange(size, 200, 320));
        Assert.All(map.Boxes(), box => Assert.InRange(box.Width, 0.2, 0.3));
    }

    [Fact]
    public void Superpixels_keep_to_the_borders_of_colours()
    {
        // 36 centres are 10.7 pixels apart, so that borders of a grid alone would fall within the rectangle.
        var image = Painted.Rectangle(64, 64, 13, 21, 50, 45);
        var map = Superpixels.Of(image, segments: 36, sigma: 0);

        var mixed = Enumerable.Range(0, map.Count).Count(label =>
        {
            var bright = Enumerable.Range(0, 64 * 64).Where(i => map.Labels[i] == label).Average(i => image.Plane(0)[i] > 0.5f ? 1.0 : 0.0);
            return bright is > 0.02 and < 0.98;
        });
        Assert.InRange(map.Count, 20, 45);
        Assert.Equal(0, mixed);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void Every_superpixel_is_in_one_piece(double noise)
    {
        var map = Superpixels.Of(Painted.Quadrants(96, noise), segments: 16);

        Assert.Equal(map.Count, PiecesOf(map));
        Assert.InRange(map.Count, 8, 20);
    }

    [Fact]
    public void Segments_are_numbered_by_their_first_pixels_and_do_not_change_from_call_to_call()
    {
        var image = Painted.Quadrants(48, 0.1);
        foreach (var segment in new Func<SegmentMap>[] { () => Superpixels.Of(image), () => GraphSegments.Of(image, 200, 50) })
        {
            var map = segment();
            Assert.Equal(Enumerable.Range(0, map.Count), map.Labels.Distinct());
            Assert.Equal(map.Labels, segment().Labels);
        }
    }

    [Fact]
    public void Boxes_too_small_or_as_large_as_the_image_are_no_candidates()
    {
        var labels = new int[100 * 100];
        for (var i = 0; i < labels.Length; i++) labels[i] = i / 100 >= 50 && i % 100 >= 50 ? 1 : i is 0 ? 2 : 0;
        var map = new SegmentMap(labels, 100, 3);

        Assert.Equal([new RegionBox(0.5, 0.5, 1, 1)], map.Candidates());
    }

    [Fact]
    public void A_blur_keeps_flat_areas_and_softens_borders()
    {
        var sharp = Painted.Rectangle(32, 32, 8, 8, 24, 24);
        var soft = sharp.Smoothed(1);

        Assert.Equal(sharp.Plane(0)[16 * 32 + 16], soft.Plane(0)[16 * 32 + 16], 1e-4f);
        Assert.Equal(sharp.Plane(0)[0], soft.Plane(0)[0], 1e-4f);
        Assert.InRange(soft.Plane(0)[16 * 32 + 8], 0.5f, 0.8f);
    }

    private static int[] SizesOf(SegmentMap map) => [.. Enumerable.Range(0, map.Count).Select(label => map.Labels.Count(each => each == label))];

    private static int PiecesOf(SegmentMap map)
    {
        var seen = new bool[map.Labels.Length];
        var pieces = 0;
        for (var first = 0; first < seen.Length; first++)
        {
            if (seen[first]) continue;
            pieces++;
            var open = new Stack<int>([first]);
            while (open.TryPop(out var at))
            {
                if (seen[at]) continue;
                seen[at] = true;
                int[] beside = [at % map.Width > 0 ? at - 1 : at, (at + 1) % map.Width > 0 ? at + 1 : at, at - map.Width, at + map.Width];
                foreach (var next in beside)
                    if (next >= 0 && next < seen.Length && map.Labels[next] == map.Labels[first]) open.Push(next);
            }
        }

        return pieces;
    }
}
