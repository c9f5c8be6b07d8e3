using SoGar.Compute.Exchange;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Exchange;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(256)]
    [InlineData(700)]
    public void Any_flipped_bit_changes_it(int length)
    {
        var bytes = Draw(length);
        var print = Fingerprint.Of(bytes);

        for (var bit = 0; bit < 8 * length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(print, Fingerprint.Of(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Words_that_trade_places_change_it_however_far_apart_they_are()
    {
        var bytes = Draw(64 * 256 * 2);
        var print = Fingerprint.Of(bytes);
        Span<byte> saved = stackalloc byte[8];

        // Within a lane words are 256 bytes apart; a plain rotating sum would repeat after 64 of them.
        for (var distance = 8; distance <= bytes.Length - 8; distance += 8)
        {
            Swap(bytes, distance, saved);
            Assert.NotEqual(print, Fingerprint.Of(bytes));
            Swap(bytes, distance, saved);
        }
    }

    [Fact]
    public void Zeros_behind_the_end_change_it() =>
        Assert.Equal(65, Enumerable.Range(0, 65).Select(length => Fingerprint.Of(new byte[length])).Distinct().Count());

    [Fact]
    public void It_is_the_same_on_every_machine_and_in_every_version() => Assert.Equal(Published, Fingerprint.Of(Draw(1000)));

    private const ulong Published = 9582335417040240470;

    private static void Swap(byte[] bytes, int distance, Span<byte> saved)
    {
        bytes.AsSpan(0, 8).CopyTo(saved);
        bytes.AsSpan(distance, 8).CopyTo(bytes);
        saved.CopyTo(bytes.AsSpan(distance));
    }

    private static byte[] Draw(int length)
    {
        var random = KeyedRandom.For(1, Purpose.Test);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)random.NextUInt64();
        return bytes;
    }
}
