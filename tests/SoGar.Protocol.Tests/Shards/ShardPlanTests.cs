using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Protocol.Tests.Shards;

public sealed class ShardPlanTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(8, 3)]
    [InlineData(3, 8)]
    [InlineData(6, 6)]
    public void Every_shard_is_dealt_once_and_the_shares_differ_by_one_at_most(int shards, int trainers)
    {
        var plan = ShardPlan.Even(shards, [.. Enumerable.Range(0, trainers).Select(index => new TrainerId(index))]);

        var shares = plan.Trainers.Select(trainer => plan.Of(trainer)).ToList();
        Assert.Equal(Enumerable.Range(0, shards), shares.SelectMany(share => share));
        Assert.InRange(shares.Max(share => share.Length) - shares.Min(share => share.Length), 0, 1);
    }

    [Fact]
    public void A_generation_without_trainers_is_refused() => Assert.Throws<ArgumentException>(() => ShardPlan.Even(4, []));
}
