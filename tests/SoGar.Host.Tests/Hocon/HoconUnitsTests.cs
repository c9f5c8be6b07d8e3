using SoGar.Host.Hocon;

namespace SoGar.Host.Tests.Hocon;

public sealed class HoconUnitsTests
{
    [Theory]
    [InlineData("10", 10)]
    [InlineData("10ms", 10)]
    [InlineData("10 s", 10_000)]
    [InlineData("1.5 seconds", 1_500)]
    [InlineData("5 minutes", 300_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("-1s", -1_000)]
    [InlineData("250000us", 250)]
    [InlineData("3 millis", 3)]
    public void Durations_have_the_units_of_the_specification(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), HoconUnits.Duration(text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("512B", 512)]
    [InlineData("10kB", 10_000)]
    [InlineData("10 k", 10_240)]
    [InlineData("1.5KiB", 1_536)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("2 gigabytes", 2_000_000_000)]
    [InlineData("4T", 4L << 40)]
    public void Sizes_tell_thousands_from_powers_of_two(string text, long bytes) => Assert.Equal(bytes, HoconUnits.Bytes(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("ten s")]
    [InlineData("1 fortnight")]
    [InlineData("99999999999999 d")]
    public void What_is_no_duration_is_none(string text) => Assert.Null(HoconUnits.Duration(text));

    [Theory]
    [InlineData("")]
    [InlineData("GiB")]
    [InlineData("1 kb")]
    [InlineData("100000 EiB")]
    public void What_is_no_size_is_none(string text) => Assert.Null(HoconUnits.Bytes(text));

    [Theory]
    [InlineData("0s")]
    [InlineData("90s")]
    [InlineData("2h")]
    [InlineData("1500ms")]
    [InlineData("7d")]
    [InlineData("100ns")]
    public void A_rendered_duration_reads_back(string text) =>
        Assert.Equal(HoconUnits.Duration(text), HoconUnits.Duration(HoconUnits.Render(HoconUnits.Duration(text)!.Value)));
}
