using SoGar.Protocol.Shards;

namespace SoGar.Protocol.Tests.Shards;

public sealed class ReplacementRuleTests
{
    [Fact]
    public void A_sample_never_stands_in_for_itself_and_every_other_can()
    {
        var standIns = Enumerable.Range(0, 200).Select(attempt => ReplacementRule.StandIn(3, sample: 4, attempt, sampleCount: 6)).ToHashSet();

        Assert.Equal([0, 1, 2, 3, 5], standIns.Order());
    }

    [Fact]
    public void The_stand_in_depends_on_seed_sample_and_attempt_alone()
    {
        Assert.Equal(ReplacementRule.StandIn(3, 4, 0, 1000), ReplacementRule.StandIn(3, 4, 0, 1000));
        Assert.NotEqual(ReplacementRule.StandIn(3, 4, 0, 100_000), ReplacementRule.StandIn(3, 5, 0, 100_000));
        Assert.NotEqual(ReplacementRule.StandIn(3, 4, 0, 100_000), ReplacementRule.StandIn(3, 4, 1, 100_000));
    }

    [Fact]
    public void Alone_nothing_can_be_replaced() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReplacementRule.StandIn(3, 0, 0, sampleCount: 1));
}
