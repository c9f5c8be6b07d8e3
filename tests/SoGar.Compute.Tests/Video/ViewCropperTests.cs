using SoGar.Compute.Video;

namespace SoGar.Compute.Tests.Video;

public sealed class ViewCropperTests
{
    // Of the ITU's colour bars at full amplitude, in 8 bits; rounding to bytes moves a channel by less than a grey level and a half.
    [Theory]
    [InlineData(YuvMatrix.Bt601, false, 81, 90, 240, 1, 0, 0)]
    [InlineData(YuvMatrix.Bt601, false, 145, 54, 34, 0, 1, 0)]
    [InlineData(YuvMatrix.Bt601, false, 41, 240, 110, 0, 0, 1)]
    [InlineData(YuvMatrix.Bt709, false, 63, 102, 240, 1, 0, 0)]
    [InlineData(YuvMatrix.Bt709, false, 173, 42, 26, 0, 1, 0)]
    [InlineData(YuvMatrix.Bt709, false, 32, 240, 118, 0, 0, 1)]
    [InlineData(YuvMatrix.Bt2020, false, 74, 97, 240, 1, 0, 0)]
    [InlineData(YuvMatrix.Bt601, true, 76, 85, 255, 1, 0, 0)]
    [InlineData(YuvMatrix.Bt601, false, 16, 128, 128, 0, 0, 0)]
    [InlineData(YuvMatrix.Bt601, false, 235, 128, 128, 1, 1, 1)]
    [InlineData(YuvMatrix.Bt709, true, 255, 128, 128, 1, 1, 1)]
    public void Matrix_and_range_of_the_frame_decide_the_colour(YuvMatrix matrix, bool fullRange, int y, int u, int v, float red, float green, float blue)
    {
        var frame = TestFrames.Yuv(16, 16, (_, _) => y, (_, _) => u, (_, _) => v, matrix, fullRange);

        var rgb = Cut(frame, CropBox.Whole(16, 16), 16);

        Assert.Equal(red, rgb[0][100], 1.5 / 255);
        Assert.Equal(green, rgb[1][100], 1.5 / 255);
        Assert.Equal(blue, rgb[2][100], 1.5 / 255);
    }

    [Fact]
    public void A_whole_frame_at_its_own_size_keeps_every_grey_level()
    {
        var frame = TestFrames.Yuv(16, 16, (x, y) => 16 + (13 * x) + y, fullRange: true);

        var rgb = Cut(frame, CropBox.Whole(16, 16), 16);

        for (var i = 0; i < 256; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                Assert.Equal((16 + (13 * (i % 16)) + (i / 16)) / 255f, rgb[channel][i], 1e-6);
        }
    }

    [Fact]
    public void Chroma_sits_on_the_left_luma_column_and_midway_between_rows()
    {
        // A ramp over the luma grid, sampled where chroma is taken: column 2i, row 2j + 1/2. Bicubic filters keep ramps, so away
        // from the border each luma pixel must get the ramp's value at its own place.
        const int Size = 32;
        double Ramp(double x, double y) => 100 + (2 * x) - y;
        var frame = TestFrames.Yuv(Size, Size, (_, _) => 128, u: (i, j) => Ramp(2 * i, (2 * j) + 0.5), fullRange: true);

        var blue = Cut(frame, CropBox.Whole(Size, Size), Size)[2];

        for (var y = 8; y < 24; y++)
        {
            for (var x = 8; x < 20; x++)
                Assert.Equal((128 + (1.772 * (Ramp(x, y) - 128))) / 255, blue[(y * Size) + x], 2.0 / 255); // bytes of U are rounded
        }
    }

    [Fact]
    public void A_crop_shows_its_part_of_the_frame()
    {
        var frame = TestFrames.Yuv(41, 31, (x, y) => (3 * x) + (2 * y), fullRange: true);

        var crop = Cut(frame, new CropBox(7, 5, 24, 24), 24);

        for (var i = 0; i < 24 * 24; i++)
            Assert.Equal(((3 * (7 + (i % 24))) + (2 * (5 + (i / 24)))) / 255f, crop[0][i], 1e-6);
    }

    [Fact]
    public void A_flip_exchanges_left_and_right_and_nothing_else()
    {
        var frame = TestFrames.Yuv(37, 29, (x, y) => x * y % 251, (x, y) => 90 + x + y, (x, y) => 150 - x);
        var crop = new CropBox(4, 3, 30, 25);

        var straight = Cut(frame, crop, 16);
        var flipped = Cut(frame, crop, 16, flip: true);

        for (var channel = 0; channel < 3; channel++)
        {
            for (var i = 0; i < 256; i++)
                Assert.Equal(straight[channel][i], flipped[channel][(i / 16 * 16) + 15 - (i % 16)]);
        }
    }

    [Theory]
    [InlineData(-1, 0, 4, 4)]
    [InlineData(0, 0, 17, 4)]
    [InlineData(0, 13, 4, 4)]
    [InlineData(0, 0, 0, 4)]
    public void A_crop_outside_the_frame_is_refused(int x, int y, int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ViewCropper(new CropBox(x, y, width, height), 16, 16, 8, flip: false));

    private static float[][] Cut(StoredFrame frame, CropBox crop, int size, bool flip = false)
    {
        var rgb = new[] { new float[size * size], new float[size * size], new float[size * size] };
        new ViewCropper(crop, frame.Width, frame.Height, size, flip).Cut(frame.Borrow(), TestFrames.Planes(rgb), new FloatScratch());
        return rgb;
    }
}
