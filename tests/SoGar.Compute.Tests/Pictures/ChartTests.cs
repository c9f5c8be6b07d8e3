using SoGar.Compute.Evaluation;
using SoGar.Compute.Pictures;

namespace SoGar.Compute.Tests.Pictures;

public sealed class ChartTests
{
    private static AttentionMap Even(int frames) => new([.. Enumerable.Repeat(1f / 16, frames * 16)], frames, 4, 4);

    private static AttentionMap OnePatch(int frames)
    {
        var values = new float[frames * 16];
        for (var frame = 0; frame < frames; frame++) values[frame * 16 + 5] = 1;
        return new AttentionMap(values, frames, 4, 4);
    }

    private static AttentionStrip Strip(int frames, AttentionMap pretrained, AttentionMap? random = null) => new(
        "clip.mp4", "advance left", "advance left", [.. Enumerable.Repeat(new RgbImage(128, 96, Colour.Grey), frames)], pretrained, random);

    [Fact]
    public void Even_attention_looks_even_however_strong_another_row_is()
    {
        var sheet = AttentionSheet.Draw("title", [Strip(4, OnePatch(4), Even(4))]);

        // The last row is the random one; from its bottom up, within one frame, every pixel is the same.
        var (x, y) = (sheet.Width - 24 - 64, sheet.Height - 24 - 40);
        var colours = Enumerable.Range(-30, 60).SelectMany(dx => Enumerable.Range(-20, 30).Select(dy => sheet[x + dx, y + dy])).Distinct();
        Assert.Single(colours);
    }

    [Fact]
    public void Attention_is_brightest_where_the_network_looks()
    {
        var map = OnePatch(1);

        Assert.Equal(16, map.Peak);
        Assert.Equal(16, map.At(frame: 0, x: 1, y: 1, width: 4, height: 4));
        Assert.Equal(0, map.At(frame: 0, x: 3, y: 3, width: 4, height: 4));
        Assert.Equal(8, map.At(frame: 0, x: 3, y: 2, width: 8, height: 8), 0.6 * 16);
    }

    [Fact]
    public void A_sheet_without_the_random_row_is_lower()
    {
        var both = AttentionSheet.Draw("title", [Strip(4, OnePatch(4), Even(4))]);
        var one = AttentionSheet.Draw("title", [Strip(4, OnePatch(4))]);

        Assert.Equal((both.Width, both.Height - 100), (one.Width, one.Height));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_with_its_clip()
    {
        Assert.Contains("clip.mp4", Assert.Throws<ArgumentException>(() => AttentionSheet.Draw("title", [Strip(4, Even(5))])).Message);
        Assert.Throws<ArgumentException>(() => AttentionSheet.Draw("title", []));
        Assert.Throws<ArgumentException>(() => new AttentionMap([0.5f, float.NaN], 1, 1, 2));
        Assert.Throws<ArgumentException>(() => new AttentionMap(new float[3], 1, 1, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(400)]
    public void A_confusion_chart_has_a_shade_for_every_cell(int classes)
    {
        int[] labels = [.. Enumerable.Range(0, classes)];
        var chart = ConfusionChart.Draw("title", ConfusionMatrix.Of(labels, labels, classes), [.. labels.Select(label => $"class {label}")], cell: 6);

        var full = HeatColours.Ink(1);
        var shaded = Enumerable.Range(0, chart.Height).Sum(y => Enumerable.Range(0, chart.Width).Count(x => chart[x, y] == full));
        Assert.Equal(classes * 5 * 5, shaded);
    }

    [Fact]
    public void A_confusion_chart_fits_its_names()
    {
        string[] names = ["a", "a class of a very long name indeed"];
        var chart = ConfusionChart.Draw("title", ConfusionMatrix.Of([0, 1], [0, 1], 2), names);

        Assert.True(chart.Width > PixelFont.WidthOf(names[1]) && chart.Height > PixelFont.WidthOf(names[1]));
        Assert.Throws<ArgumentException>(() => ConfusionChart.Draw("title", ConfusionMatrix.Of([0], [0], 2), ["one"]));
    }

    [Fact]
    public void A_loss_chart_draws_its_curve_downwards_where_the_loss_falls()
    {
        var chart = LossChart.Draw("loss", [.. Enumerable.Range(1, 200).Select(step => ((long)step, 10.0 - step / 25.0))]);

        double MiddleRow(int x) => Enumerable.Range(0, chart.Height).Where(y => chart[x, y] == Colour.Accent).Average();
        Assert.True(MiddleRow(200) < MiddleRow(500) && MiddleRow(500) < MiddleRow(900));
    }

    [Fact]
    public void A_loss_chart_stands_single_equal_and_missing_readings()
    {
        Assert.Equal(1000, LossChart.Draw("one", [(1, 5.0)]).Width);
        Assert.Equal(1000, LossChart.Draw("equal", [(1, 0.0), (2, 0.0)]).Width);
        Assert.Equal(1000, LossChart.Draw("gap", [(1, 5.0), (2, double.NaN), (3, double.PositiveInfinity), (4, 4.0)]).Width);
        Assert.Throws<ArgumentException>(() => LossChart.Draw("none", [(1, double.NaN)]));
    }

    [Theory]
    [InlineData(0, 450, 8, new[] { 0.0, 100, 200, 300, 400, 500 })]
    [InlineData(5.35, 5.55, 4, new[] { 5.35, 5.4, 5.45, 5.5, 5.55 })]
    [InlineData(-1, 1, 2, new[] { -1.0, 0, 1 })]
    public void Ticks_are_round_numbers_around_the_data(double least, double greatest, int wanted, double[] ticks) =>
        Assert.Equal(ticks, AxisTicks.Around(least, greatest, wanted).Select(tick => Math.Round(tick, 9)));

    [Fact]
    public void Tick_texts_have_the_decimals_that_they_need()
    {
        Assert.Equal("5.35", AxisTicks.Text(5.35, 0.05));
        Assert.Equal("100", AxisTicks.Text(100, 50));
        Assert.Equal("0.5", AxisTicks.Text(0.5, 0.5));
    }
}
