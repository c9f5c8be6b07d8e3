using SoGar.Compute.Exchange;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Exchange;

public sealed class LocalExchangeTests
{
    private const int Length = 2048;
    private static readonly TrainerId[] Three = [.. Enumerable.Range(0, 3).Select(ordinal => new TrainerId(ordinal))];

    [Fact]
    public async Task Everyone_reads_the_same_sum_step_after_step_whatever_the_order_of_arrival()
    {
        using var exchange = new LocalExchange(Three, TimeSpan.FromMinutes(1), TimeProvider.System);
        var contributions = Contributions.Draw(1, 3, Length);
        var scales = Contributions.MeasuredScales(contributions);
        var whole = Sum(contributions, scales);

        for (var step = 0; step < 4; step++)
        {
            var order = Enumerable.Range(0, 3).OrderBy(member => (member + step) % 3);
            var sums = await Task.WhenAll(order.Select(member => exchange.SumAsync(Three[member], At(step), Of(contributions[member], scales))));

            foreach (var sum in sums) Assert.Equal(Read(whole), Read((ShardAccumulator)sum.Total));
        }
    }

    [Fact]
    public async Task Who_is_alone_reads_its_own_sum()
    {
        using var exchange = new LocalExchange(Three[..1], TimeSpan.FromMinutes(1), TimeProvider.System);
        var own = new FreeAccumulator(16);

        Assert.Same(own, (await exchange.SumAsync(Three[0], At(0), own)).Total);
        Assert.Same(own, (await exchange.SumAsync(Three[0], At(1), own)).Total);
    }

    [Fact]
    public async Task One_wish_to_drain_is_everyones()
    {
        using var exchange = new LocalExchange(Three, TimeSpan.FromMinutes(1), TimeProvider.System);

        var sums = await Task.WhenAll(Three.Select((member, i) => exchange.SumAsync(member, At(0, wantsDrain: i == 0), new FreeAccumulator(16))));

        Assert.All(sums, sum => Assert.True(sum.Drain));
    }

    [Fact]
    public async Task A_trainer_without_shards_takes_part()
    {
        using var exchange = new LocalExchange(Three[..2], TimeSpan.FromMinutes(1), TimeProvider.System);
        var contributions = Contributions.Draw(2, 1, Length);
        var scales = Contributions.MeasuredScales(contributions);

        var idle = exchange.SumAsync(Three[1], At(0), new ExactAccumulator(scales));
        await exchange.SumAsync(Three[0], At(0), Of(contributions[0], scales));

        Assert.Equal(Read(Of(contributions[0], scales)), Read((ShardAccumulator)(await idle).Total));
    }

    [Fact]
    public async Task A_break_fails_those_who_wait_and_those_who_come_later()
    {
        using var exchange = new LocalExchange(Three, TimeSpan.FromMinutes(1), TimeProvider.System);
        var waiting = exchange.SumAsync(Three[0], At(0), new FreeAccumulator(16));

        exchange.Break("trainer 2 crashed");

        Assert.Contains("trainer 2 crashed", (await Assert.ThrowsAsync<ExchangeFailedException>(() => waiting)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ExchangeFailedException>(() => exchange.SumAsync(Three[1], At(0), new FreeAccumulator(16)));
    }

    [Fact]
    public async Task Who_does_not_come_in_time_is_named_and_the_exchange_is_over()
    {
        using var exchange = new LocalExchange(Three, TimeSpan.Zero, TimeProvider.System);

        var late = await Assert.ThrowsAsync<ExchangeFailedException>(() => exchange.SumAsync(Three[1], At(7), new FreeAccumulator(16)));

        Assert.Contains(Three[0].ToString(), late.Message, StringComparison.Ordinal);
        Assert.Contains(Three[2].ToString(), late.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ExchangeFailedException>(() => exchange.SumAsync(Three[0], At(7), new FreeAccumulator(16)));
    }

    [Fact]
    public async Task Members_at_different_steps_break_it_for_all()
    {
        using var exchange = new LocalExchange(Three, TimeSpan.FromMinutes(1), TimeProvider.System);
        var waiting = exchange.SumAsync(Three[0], At(4), new FreeAccumulator(16));

        await Assert.ThrowsAsync<ExchangeFailedException>(() => exchange.SumAsync(Three[1], At(5), new FreeAccumulator(16)));

        await Assert.ThrowsAsync<ExchangeFailedException>(() => waiting);
    }

    [Fact]
    public async Task A_member_with_another_state_fails_the_round_before_anything_is_summed()   // G3
    {
        using var exchange = new LocalExchange(Three[..2], TimeSpan.FromMinutes(1), TimeProvider.System);
        var waiting = exchange.SumAsync(Three[0], At(3), new FreeAccumulator(16));

        var other = At(3) with { State = new StepFingerprint(1, 2) };
        var failure = await Assert.ThrowsAsync<ExchangeFailedException>(() => exchange.SumAsync(Three[1], other, new FreeAccumulator(16)));

        Assert.Contains("before step 3 trainer 1 holds 0000000000000001-0000000000000002", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ExchangeFailedException>(() => waiting);
    }

    [Fact]
    public async Task Contributions_that_do_not_fit_together_fail_for_all()
    {
        using var exchange = new LocalExchange(Three[..2], TimeSpan.FromMinutes(1), TimeProvider.System);
        var waiting = exchange.SumAsync(Three[0], At(0), new FreeAccumulator(16));

        await Assert.ThrowsAsync<ExchangeFailedException>(() => exchange.SumAsync(Three[1], At(0), new FreeAccumulator(32)));

        await Assert.ThrowsAsync<ExchangeFailedException>(() => waiting);
    }

    private static ExchangeRound At(long step, bool wantsDrain = false) => new(step, 1, default, wantsDrain);

    private static ExactAccumulator Sum(float[][] contributions, BlockScales scales)
    {
        var sum = new ExactAccumulator(scales);
        foreach (var contribution in contributions) sum.Add(contribution);
        return sum;
    }

    private static ExactAccumulator Of(float[] contribution, BlockScales scales) => Sum([contribution], scales);

    private static float[] Read(ShardAccumulator sum)
    {
        var values = new float[sum.Length];
        sum.CopyTo(values);
        return values;
    }
}
