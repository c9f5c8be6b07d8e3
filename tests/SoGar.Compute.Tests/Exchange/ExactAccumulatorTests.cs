using FsCheck;
using FsCheck.Fluent;
using SoGar.Compute.Exchange;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Exchange;

public sealed class ExactAccumulatorTests
{
    private const int Length = 3 * BlockScales.BlockLength + 37;

    [Fact]
    public void Any_order_and_any_grouping_of_the_shards_gives_the_same_bits() => Prop.ForAll<ulong>(seed =>
    {
        var random = KeyedRandom.For(seed, Purpose.Test, 1);
        var shards = random.NextInt(1, 9);
        var contributions = Contributions.Draw(seed, shards, Length);
        var scales = Contributions.MeasuredScales(contributions);
        var inOrder = new ExactAccumulator(scales);
        foreach (var contribution in contributions) inOrder.Add(contribution);

        var trainers = Enumerable.Range(0, random.NextInt(1, 4)).Select(_ => new ExactAccumulator(scales)).ToArray();
        random.Shuffle<float[]>(contributions);
        foreach (var contribution in contributions) trainers[random.NextInt(trainers.Length)].Add(contribution);
        random.Shuffle<ExactAccumulator>(trainers);
        var merged = new ExactAccumulator(scales);
        foreach (var trainer in trainers) merged.Merge(trainer);

        Assert.Equal(Bits(Sum(inOrder)), Bits(Sum(merged)));
        Assert.Equal(inOrder.Observed, merged.Observed);
        Assert.Equal(shards, merged.ShardCount);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void The_sum_is_as_near_to_the_one_in_float64_as_the_remarks_say(int shards)
    {
        var contributions = Contributions.Draw(11, shards, Length);
        var scales = Contributions.MeasuredScales(contributions);
        var exact = new ExactAccumulator(scales);
        foreach (var contribution in contributions) exact.Add(contribution);
        var sum = Sum(exact);

        var block = new double[scales.BlockCount];
        foreach (var contribution in contributions)
            for (var i = 0; i < Length; i++) block[i / BlockScales.BlockLength] = Math.Max(block[i / BlockScales.BlockLength], Math.Abs(contribution[i]));
        for (var i = 0; i < Length; i++)
        {
            var reference = contributions.Sum(contribution => (double)contribution[i]);
            // S * 2^(E + headRoom - log2(limit) - 1) with 2^E at most twice the block's greatest value; half a unit for rounding the result.
            var bound = shards * 2 * block[i / BlockScales.BlockLength] * Math.Pow(2, 3 - Math.Floor(Math.Log2(int.MaxValue / shards)) - 1);
            Assert.InRange(Math.Abs(sum[i] - reference), 0, bound + Math.Abs(reference) * Math.Pow(2, -24));
        }
    }

    [Fact]
    public void The_first_attempt_only_measures_and_the_second_one_stands()
    {
        var contributions = Contributions.Draw(3, 2, Length);
        var accumulator = new ExactAccumulator(BlockScales.Initial(Length, 2, 3));

        foreach (var contribution in contributions) accumulator.Add(contribution);
        Assert.Equal(SumOutcome.Saturated, accumulator.Outcome);
        Assert.Throws<InvalidOperationException>(() => accumulator.CopyTo(new float[Length]));

        accumulator.Begin(accumulator.Scales.After(accumulator.Observed));
        foreach (var contribution in contributions) accumulator.Add(contribution);
        Assert.Equal(SumOutcome.Complete, accumulator.Outcome);
    }

    [Theory]
    [InlineData(3, 8f, SumOutcome.Complete)]
    [InlineData(3, 16f, SumOutcome.Saturated)]
    [InlineData(0, 1f, SumOutcome.Complete)]
    [InlineData(0, 2f, SumOutcome.Saturated)]
    public void A_block_may_outgrow_its_last_greatest_value_by_the_head_room_and_no_more(int headRoomBits, float growth, SumOutcome expected)
    {
        var values = Enumerable.Range(0, 64).Select(i => (float)Math.Sin(i)).ToArray();
        var accumulator = new ExactAccumulator(Contributions.MeasuredScales([values], headRoomBits));

        accumulator.Add(values.Select(value => value * growth).ToArray());

        Assert.Equal(expected, accumulator.Outcome);
        Assert.Equal(expected == SumOutcome.Saturated ? 1 : 0, accumulator.SaturatedBlocks);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_value_that_is_not_finite_is_seen_whichever_shard_and_trainer_had_it(float poison)
    {
        var contributions = Contributions.Draw(5, 2, Length);
        var scales = Contributions.MeasuredScales(contributions);
        contributions[1][Length - 1] = poison;
        ExactAccumulator first = new(scales), second = new(scales), merged = new(scales);

        first.Add(contributions[0]);
        second.Add(contributions[1]);
        merged.Merge(second);
        merged.Merge(first);

        Assert.Equal(SumOutcome.Complete, first.Outcome);
        Assert.Equal(SumOutcome.NonFinite, merged.Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void As_many_shards_as_agreed_cannot_overflow_even_at_the_edge_of_the_head_room(int shards)
    {
        var small = Enumerable.Repeat(MathF.BitDecrement(1f), 48).ToArray();
        var large = Enumerable.Repeat(MathF.BitDecrement(8f), 48).ToArray();
        var scales = Contributions.MeasuredScales([.. Enumerable.Repeat(small, shards)]);
        var accumulator = new ExactAccumulator(scales);

        for (var shard = 0; shard < shards; shard++) accumulator.Add(large);

        Assert.Equal(SumOutcome.Complete, accumulator.Outcome);
        Assert.All(Sum(accumulator), value => Assert.Equal(8f * shards, value, 1e-5f * shards));
        Assert.Throws<InvalidOperationException>(() => accumulator.Add(large));
    }

    [Fact]
    public void A_block_of_zeros_keeps_no_scale_and_sums_to_zero()
    {
        var values = new float[2 * BlockScales.BlockLength];
        values[5] = 1e-30f;
        var accumulator = new ExactAccumulator(Contributions.MeasuredScales([values]));

        accumulator.Add(values);

        Assert.Equal(values, Sum(accumulator));
        Assert.Equal(BlockScales.Unset, accumulator.Scales.Greatest.Span[1]);
    }

    [Fact]
    public void Sums_with_other_scales_cannot_be_merged()
    {
        var contributions = Contributions.Draw(7, 2, Length);
        var sum = new ExactAccumulator(Contributions.MeasuredScales(contributions));

        Assert.Throws<ArgumentException>(() => sum.Merge(new ExactAccumulator(BlockScales.Initial(Length, 2, 3))));
        Assert.Throws<ArgumentException>(() => sum.Merge(new FreeAccumulator(Length)));
    }

    private static float[] Sum(ExactAccumulator accumulator)
    {
        var sum = new float[accumulator.Length];
        accumulator.CopyTo(sum);
        return sum;
    }

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);
}
