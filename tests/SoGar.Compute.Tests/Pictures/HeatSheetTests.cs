using SoGar.Compute.Pictures;
using SoGar.Compute.Regions;

namespace SoGar.Compute.Tests.Pictures;

public sealed class HeatSheetTests
{
    private static readonly RgbImage Grey = new(32, 32, Colour.Grey);

    [Fact]
    public void Heat_is_brightest_where_the_weight_is()
    {
        var map = new AttentionMap([0, 0, 0, 1], 1, 2, 2);

        var sheet = HeatSheet.Draw("title", "weight", [new HeatGroup("clip", [new HeatRow("a", [Grey], map)])], side: 64);

        var (right, bottom) = (sheet.Width, sheet.Height);
        var (x, y) = Corner(sheet, 64);
        Assert.True(sheet[x + 60, y + 60].Brightness > sheet[x + 3, y + 3].Brightness, $"in a sheet of {right}x{bottom}");
    }

    [Fact]
    public void A_box_is_outlined_where_it_is()
    {
        var sheet = HeatSheet.Draw(
            "title", "weight", [new HeatGroup("clip", [new HeatRow("a", [Grey], Box: new RegionBox(0.25, 0.25, 0.75, 0.75))])], side: 65);

        var (x, y) = Corner(sheet, 65);
        Assert.Equal(Colour.Bad, sheet[x + 32, y + 16]);
        Assert.Equal(Colour.Bad, sheet[x + 48, y + 32]);
        Assert.Equal(Colour.Grey, sheet[x + 32, y + 32]);
    }

    [Fact]
    public void Heat_over_another_number_of_frames_is_refused()
    {
        var map = new AttentionMap([1, 1], 2, 1, 1);

        Assert.Contains(
            "slow", Assert.Throws<ArgumentException>(() => HeatSheet.Draw("t", "s", [new HeatGroup("clip", [new HeatRow("slow", [Grey], map)])])).Message);
        Assert.Throws<ArgumentException>(() => HeatSheet.Draw("t", "s", []));
    }

    // The one frame stands at the right of its name; the sheet may be wider than it, for its title and scale.
    private static (int X, int Y) Corner(RgbImage sheet, int side) => (24 + PixelFont.WidthOf("a") + 16, sheet.Height - 24 - 4 - side);
}
