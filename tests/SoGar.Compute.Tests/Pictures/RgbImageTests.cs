using SoGar.Compute.Pictures;

namespace SoGar.Compute.Tests.Pictures;

public sealed class RgbImageTests
{
    [Fact]
    public void Drawing_outside_is_cut_off()
    {
        var image = new RgbImage(4, 4, Colour.White);

        image.Fill(-2, -2, 3, 3, Colour.Ink);
        image.Fill(3, 3, 100, 100, Colour.Bad);
        image.Blend(-1, 0, Colour.Bad);
        image.Blend(0, 4, Colour.Bad);
        image.DrawLine(-50, 1, 50, 1, 1, Colour.Accent);

        Assert.Equal((Colour.Ink, Colour.White, Colour.Bad, Colour.Accent), (image[0, 0], image[1, 0], image[3, 3], image[2, 1]));
    }

    [Fact]
    public void A_picture_drawn_in_its_own_size_keeps_every_pixel()
    {
        var small = new RgbImage(3, 2, Colour.White);
        small.Fill(1, 0, 1, 2, Colour.Bad);
        var image = new RgbImage(3, 2, Colour.Ink);

        image.Draw(small, 0, 0, 3, 2);

        Assert.Equal(small.Bytes.ToArray(), image.Bytes.ToArray());
    }

    [Fact]
    public void A_stretched_picture_mixes_its_neighbours_between_their_middles()
    {
        var small = new RgbImage(2, 1, new Colour(0, 0, 0));
        small.Fill(1, 0, 1, 1, new Colour(200, 200, 200));
        var image = new RgbImage(4, 1, Colour.White);

        image.Draw(small, 0, 0, 4, 1);

        Assert.Equal([0, 50, 150, 200], Enumerable.Range(0, 4).Select(x => (int)image[x, 0].R));
    }

    [Fact]
    public void A_frame_of_a_view_keeps_its_channels_apart()
    {
        var view = new float[3 * 2 * 4];   // two frames of 2 x 2
        view[(0 * 2 + 1) * 4 + 3] = 1;     // red, second frame, last pixel
        view[(2 * 2 + 1) * 4 + 0] = 0.5f;  // blue, second frame, first pixel
        view[(1 * 2 + 1) * 4 + 1] = -7;    // below black

        var image = RgbImage.OfFrame(view, frames: 2, frame: 1, width: 2, height: 2);

        Assert.Equal(new Colour(255, 0, 0), image[1, 1]);
        Assert.Equal(new Colour(0, 0, 128), image[0, 0]);
        Assert.Equal(new Colour(0, 0, 0), image[1, 0]);
        Assert.Throws<ArgumentException>(() => RgbImage.OfFrame(view, frames: 3, frame: 1, width: 2, height: 2));
    }

    [Fact]
    public void Heat_grows_brighter_all_the_way()
    {
        var brightness = Enumerable.Range(0, 101).Select(percent => HeatColours.Magma(percent / 100.0).Brightness).ToArray();

        for (var at = 1; at < brightness.Length; at++) Assert.True(brightness[at] >= brightness[at - 1] - 1e-9, $"darker at {at} %");
        Assert.InRange(brightness[0], 0, 0.02);
        Assert.InRange(brightness[^1], 0.9, 1);
    }

    [Fact]
    public void Text_takes_the_width_that_it_says_and_no_more()
    {
        var image = new RgbImage(200, 40, Colour.White);

        var end = PixelFont.Draw(image, 10, 10, "Mg|", Colour.Ink);

        Assert.Equal(10 + PixelFont.WidthOf("Mg|"), end);
        for (var y = 0; y < 40; y++)
            for (var x = 0; x < 200; x++)
                if (x < 10 || x >= end || y < 10 || y >= 10 + 2 * PixelFont.LineHeight) Assert.Equal(Colour.White, image[x, y]);
    }

    [Fact]
    public void Every_letter_looks_different_and_all_but_the_blank_leave_ink()
    {
        var pictures = Enumerable.Range(' ', '~' - ' ' + 1).Select(letter =>
        {
            var image = new RgbImage(5, 8, Colour.White);
            PixelFont.Draw(image, 0, 0, ((char)letter).ToString(), Colour.Ink, scale: 1);
            return Convert.ToHexString(image.Bytes);
        }).ToArray();

        Assert.Equal(pictures.Length, pictures.Distinct().Count());
    }

    [Theory]
    [InlineData("short", 200, "short")]
    [InlineData("a name that is much too long", 130, "a name th..")]
    [InlineData("a name that is much too long", 5, "..")]
    public void Text_that_does_not_fit_is_cut_off_with_a_mark(string text, int width, string shown) => Assert.Equal(shown, PixelFont.Shorten(text, width));
}
