using SoGar.Compute.Checkpoints;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class RetentionRuleTests
{
    [Theory]
    [InlineData(2, 0, new long[] { 300, 100, 200 }, new long[] { 100 })]
    [InlineData(3, 0, new long[] { 100, 200, 300 }, new long[0])]
    [InlineData(1, 200, new long[] { 100, 200, 300, 400, 500 }, new long[] { 100, 300 })]
    [InlineData(1, 0, new long[0], new long[0])]
    public void The_newest_and_the_round_steps_stay(int keep, long keepEvery, long[] steps, long[] drops) =>
        Assert.Equal(drops, new RetentionRule(keep, keepEvery).Drops(steps));

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void The_newest_stays_whatever_the_rule(int keep) => Assert.Equal([100], new RetentionRule(keep, 0).Drops([100, 200]));
}
