using SoGar.Compute.Data;
using SoGar.Compute.Video;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Video;

public sealed class CropTests
{
    private const double Narrow = 3.0 / 4;
    private const double Wide = 4.0 / 3;

    [Fact]
    public void A_random_crop_lies_inside_and_keeps_area_and_shape()
    {
        var areas = new List<double>();
        for (var key = 0; key < 3000; key++)
        {
            var crop = RandomResizedCrop.Draw(Stream(key), 320, 240, 0.4, 1, Narrow, Wide);
            AssertInside(crop, 320, 240);
            areas.Add(crop.Width * crop.Height / (320.0 * 240));
            Assert.InRange(crop.Width / (double)crop.Height, Narrow - 0.01, Wide + 0.01); // sides are whole pixels
        }

        Assert.InRange(areas.Min(), 0.395, 0.42);
        Assert.InRange(areas.Max(), 0.95, 1);
    }

    [Fact]
    public void Corners_are_uniform_over_all_that_fit()
    {
        var corners = new HashSet<(int, int)>();
        for (var key = 0; key < 3000; key++)
        {
            var crop = RandomResizedCrop.Draw(Stream(key), 12, 12, 0.5625, 0.5625, 1, 1);
            Assert.Equal((9, 9), (crop.Width, crop.Height));
            corners.Add((crop.X, crop.Y));
        }

        Assert.Equal(16, corners.Count);
    }

    [Theory]
    [InlineData(100, 10, 43, 0, 13, 10)] // round(10 * 4 / 3) = 13 wide, in the middle
    [InlineData(10, 100, 0, 43, 10, 13)]
    [InlineData(12, 10, 0, 0, 12, 10)]
    public void When_no_try_fits_the_middle_is_taken_with_the_nearest_allowed_shape(int width, int height, int x, int y, int cropWidth, int cropHeight)
    {
        Assert.Equal(new CropBox(x, y, cropWidth, cropHeight), RandomResizedCrop.Central(width, height, Narrow, Wide));
    }

    [Fact]
    public void A_frame_that_no_try_can_fit_falls_back_to_the_middle() =>
        Assert.Equal(RandomResizedCrop.Central(1000, 10, Narrow, Wide), RandomResizedCrop.Draw(Stream(0), 1000, 10, 0.9, 1, Narrow, Wide));

    [Fact]
    public void A_guided_crop_shows_most_of_a_person_four_times_out_of_five()
    {
        var box = new PlayerBox(0, 0, 0.70f, 0.55f, 0.80f, 0.85f);
        var clip = new ClipFacts(60, 25, 640, 360) { Boxes = BoxTrack.Of([(30, box)]) };
        var shown = 0;
        for (var key = 0; key < 2000; key++)
        {
            var crop = BoxGuidedCrop.Draw(Stream(key), clip, 30, 0.05, 0.4, Narrow, Wide);
            AssertInside(crop, 640, 360);
            if (BoxGuidedCrop.Coverage(crop, box, 640, 360) >= BoxGuidedCrop.LeastCoverage)
                shown++;
        }

        // 80 % are guided; some of the others show the person by luck.
        Assert.InRange(shown / 2000.0, 0.78, 0.92);
    }

    [Fact]
    public void A_person_larger_than_the_drawn_area_enlarges_the_crop()
    {
        var box = new PlayerBox(0, 0, 0.1f, 0.1f, 0.9f, 0.9f);
        var clip = new ClipFacts(60, 25, 640, 360) { Boxes = BoxTrack.Of([(30, box)]) };
        var guided = Enumerable.Range(0, 300)
            .Where(key => !Stream(key).Happens(BoxGuidedCrop.IgnoreProbability))
            .Select(key => BoxGuidedCrop.Draw(Stream(key), clip, 30, 0.05, 0.1, Narrow, Wide))
            .ToList();

        Assert.NotEmpty(guided);
        Assert.All(guided, crop => Assert.InRange(BoxGuidedCrop.Coverage(crop, box, 640, 360), BoxGuidedCrop.LeastCoverage, 1));
    }

    [Theory]
    [InlineData(25, true)]
    [InlineData(35, true)]
    [InlineData(24, false)]
    [InlineData(36, false)]
    public void Boxes_are_looked_for_within_five_frames(int frame, bool guided)
    {
        var clip = new ClipFacts(60, 25, 640, 360) { Boxes = BoxTrack.Of([(30, new PlayerBox(0, 0, 0.9f, 0.9f, 1f, 1f))]) };
        bool SeesCorner(int key)
        {
            var crop = BoxGuidedCrop.Draw(Stream(key), clip, frame, 0.05, 0.05, 1, 1);
            return crop.X + crop.Width > 0.93 * 640 && crop.Y + crop.Height > 0.93 * 360;
        }

        var share = Enumerable.Range(0, 400).Count(SeesCorner) / 400.0;

        Assert.Equal(guided, share > 0.5); // by luck alone it is below 0.1
    }

    [Fact]
    public void A_crop_follows_a_stream_that_changes_its_size() =>
        Assert.Equal(new CropBox(20, 10, 60, 40), new CropBox(10, 5, 30, 20).Scaled(100, 50, 200, 100));

    private static KeyedRandom Stream(int key) => KeyedRandom.For(5, Purpose.Test, key);

    private static void AssertInside(CropBox crop, int width, int height)
    {
        Assert.True(crop.X >= 0 && crop.Y >= 0 && crop.Width > 0 && crop.Height > 0, crop.ToString());
        Assert.True(crop.X + crop.Width <= width && crop.Y + crop.Height <= height, crop.ToString());
    }
}
