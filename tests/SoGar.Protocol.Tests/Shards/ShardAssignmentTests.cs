using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Protocol.Tests.Shards;

public sealed class ShardAssignmentTests
{
    private static readonly Dictionary<TrainerId, double> Unknown = [];
    private static readonly TrainerId[] Three = [new(0), new(1), new(2)];

    [Theory]
    [InlineData(6, 3)]
    [InlineData(7, 3)]
    [InlineData(2, 3)]
    public void Equal_trainers_get_equal_runs(int shards, int trainers)
    {
        var ids = Three[..trainers];

        Assert.Equal(
            ShardPlan.Even(shards, ids).Assignment.Select(share => share.Value.Length),
            ShardAssignment.Assign(shards, ids, Unknown).Assignment.Select(share => share.Value.Length));
    }

    [Fact]
    public void Every_shard_is_dealt_once_whatever_the_speeds()
    {
        var plan = ShardAssignment.Assign(8, Three, Speeds(4, 1, 2), ShardPlan.Even(8, Three));

        Assert.Equal(Enumerable.Range(0, 8), plan.Assignment.Values.SelectMany(share => share).Order());
    }

    [Fact]
    public void A_trainer_twice_as_fast_gets_twice_as_much() =>
        Assert.Equal([4, 2, 2], ShardAssignment.Assign(8, Three, Speeds(2, 1, 1)).Assignment.Values.Select(share => share.Length));

    [Fact]
    public void Survivors_keep_what_they_had_and_share_what_was_lost()
    {
        var before = ShardPlan.Even(6, Three);

        var after = ShardAssignment.Assign(6, [Three[0], Three[2]], Unknown, before);

        Assert.Equal([0, 1, 2], after.Of(Three[0]));
        Assert.Equal([3, 4, 5], after.Of(Three[2]));
    }

    [Fact]
    public void Shards_move_only_for_a_gain_that_is_worth_it()
    {
        var now = ShardPlan.Even(12, Three);

        Assert.False(ShardAssignment.IsWorthMoving(now, Speeds(1, 1, 1.05), gain: 0.1));
        Assert.True(ShardAssignment.IsWorthMoving(now, Speeds(1, 1, 0.5), gain: 0.1));
        Assert.False(ShardAssignment.IsWorthMoving(now, Speeds(1, 1, 0.5), gain: 0));
        Assert.False(ShardAssignment.IsWorthMoving(ShardAssignment.Assign(12, Three, Speeds(1, 1, 0.5)), Speeds(1, 1, 0.5), gain: 0.01));
    }

    private static Dictionary<TrainerId, double> Speeds(params double[] speeds) =>
        speeds.Index().ToDictionary(each => new TrainerId(each.Index), each => each.Item);
}
