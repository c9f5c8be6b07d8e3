using SoGar.Actors.Training;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Tests.Training;

public sealed class ShardShelfTests
{
    private readonly ShardShelf _shelf = new();

    [Fact]
    public void A_new_generation_keeps_views_that_are_still_the_trainers_and_lets_the_others_go()
    {
        var (used, kept, moved, old) = (Put(7, 0), Put(8, 0), Put(8, 1), Put(6, 0));
        Assert.Same(used, _shelf.TryUse(new ShardKey(7, 0)));

        _shelf.Keep([0], firstStep: 7);

        Assert.True(moved.IsGone && old.IsGone);
        Assert.False(used.IsGone || kept.IsGone);
        Assert.Empty(_shelf.Used);
        Assert.Same(used, _shelf.TryUse(new ShardKey(7, 0)));
    }

    [Fact]
    public void What_is_awaited_for_another_trainer_is_withdrawn_and_let_go_if_it_arrives_all_the_same()
    {
        var (kept, moved, old) = (_shelf.Await(new ShardKey(8, 0)), _shelf.Await(new ShardKey(8, 1)), _shelf.Await(new ShardKey(6, 0)));

        _shelf.Keep([0], firstStep: 7);

        Assert.Equal((false, true, true), (kept.IsCancellationRequested, moved.IsCancellationRequested, old.IsCancellationRequested));
        Assert.True(Arrive(8, 1).IsGone);
        Assert.False(Arrive(8, 0).IsGone);
        Assert.Null(_shelf.TryUse(new ShardKey(8, 1)));
    }

    [Fact]
    public void A_shard_that_is_asked_for_again_after_it_was_withdrawn_is_taken_once()
    {
        _shelf.Await(new ShardKey(7, 1));
        _shelf.Keep([0], firstStep: 7);
        var again = _shelf.Await(new ShardKey(7, 1));

        var (first, second) = (Arrive(7, 1), Arrive(7, 1));

        Assert.False(again.IsCancellationRequested);
        Assert.Equal((false, true), (first.IsGone, second.IsGone));
    }

    [Fact]
    public void Shards_that_are_ready_or_under_way_need_not_be_asked_for_again()
    {
        Put(7, 0);
        _shelf.Await(new ShardKey(7, 1));

        var credit = _shelf.CreditFor([0, 1, 2], firstStep: 7, steps: 8, ahead: 8);

        Assert.True(credit.TryTake(out var key));
        Assert.Equal(new ShardKey(7, 2), key);
        Assert.False(credit.TryTake(out _));
    }

    [Fact]
    public void A_step_that_goes_on_keeps_its_used_views_and_asks_for_those_of_the_other_shards_only()
    {
        var used = Put(7, 2);
        _shelf.TryUse(used.Key);

        _shelf.Keep([0, 1, 2], firstStep: 7, usedStay: true);
        var credit = _shelf.CreditFor([0, 1, 2], firstStep: 7, steps: 8, ahead: 1);

        Assert.Same(used, Assert.Single(_shelf.Used));
        Assert.Equal(0, _shelf.NextOf([0, 1, 2]));
        Assert.True(credit.TryTake(out var first));
        Assert.True(credit.TryTake(out var second));
        Assert.Equal((new ShardKey(7, 0), new ShardKey(7, 1)), (first, second));
        Assert.False(credit.TryTake(out _));
    }

    [Fact]
    public void All_views_are_let_go_at_the_end()
    {
        var (used, ready) = (Put(7, 0), Put(7, 1));
        _shelf.TryUse(used.Key);
        var awaited = _shelf.Await(new ShardKey(7, 2));

        _shelf.Empty();

        Assert.True(used.IsGone && ready.IsGone && awaited.IsCancellationRequested);
    }

    private Views Put(long step, int shard)
    {
        _shelf.Await(new ShardKey(step, shard));
        return Arrive(step, shard);
    }

    private Views Arrive(long step, int shard)
    {
        var views = new Views(new ShardKey(step, shard));
        _shelf.Put(views);
        return views;
    }

    private sealed class Views(ShardKey key) : IShardViews
    {
        public ShardKey Key { get; } = key;

        public bool IsGone { get; private set; }

        public void Dispose() => IsGone = true;
    }
}
