using SoGar.Compute.Exchange;

namespace SoGar.Compute.Tests.Exchange;

public sealed class BlockScalesTests
{
    [Fact]
    public void Scales_follow_growth_at_once_and_shrink_by_one_power_of_two_a_step()
    {
        var scales = BlockScales.Initial(1, shards: 4, headRoomBits: 3).After([130]);

        Assert.Equal(134, scales.After([134]).Greatest.Span[0]);
        Assert.Equal(129, scales.After([100]).Greatest.Span[0]);
        Assert.Equal(129, scales.After([0]).Greatest.Span[0]);
    }

    [Fact]
    public void A_block_that_was_seen_once_is_never_unset_again()
    {
        var scales = BlockScales.Initial(1, 1, 0).After([2]);

        for (var step = 0; step < 5; step++) scales = scales.After([0]);

        Assert.Equal(1, scales.Greatest.Span[0]);
    }

    [Fact]
    public void The_factor_and_its_inverse_are_powers_of_two_whose_product_is_one()
    {
        for (var greatest = 1; greatest < 255; greatest++)
        {
            var scales = BlockScales.Restore([(byte)greatest], 7, shards: 4, headRoomBits: 3);

            Assert.Equal(1f, scales.ScaleOf(0) * scales.InverseOf(0));
        }
    }

    [Fact]
    public void A_restored_state_of_another_size_is_refused() => Assert.Throws<ArgumentException>(() => BlockScales.Restore(new byte[2], 1024, 4, 3));
}
