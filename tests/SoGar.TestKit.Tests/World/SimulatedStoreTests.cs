using SoGar.Actors.Journal;
using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.World;

public sealed class SimulatedStoreTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly SimulatedWorld _world = new(1);
    private readonly SimulatedNode _node;

    public SimulatedStoreTests() => _node = _world.Start("node", _ => { });

    [Fact]
    public async Task An_append_takes_time_and_then_stands()
    {
        var append = Append();
        Assert.False(append.IsCompleted);
        _world.RunFor(Second);

        Assert.Equal(new AppendOutcome.Appended(1), await append);
        Assert.Equal(1, Held);
    }

    [Fact]
    public void A_store_that_is_gone_says_so_and_holds_nothing()
    {
        _world.Store.Weather = new StoreWeather { IsGone = true };

        var append = Append();
        _world.RunFor(Second);

        Assert.IsType<JournalUnavailableException>(append.Exception?.InnerException);
        Assert.Equal(0, Held);
    }

    [Fact]
    public void An_answer_can_be_lost_to_a_write_that_stands()
    {
        _world.Store.Weather = new StoreWeather { LostAnswers = 1 };

        var append = Append();
        _world.RunFor(Second);

        Assert.IsType<JournalUnavailableException>(append.Exception?.InnerException);
        Assert.Equal(1, Held);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void A_node_can_be_killed_between_any_two_writes(bool before, int held)
    {
        _world.Store.KillAtAppend("node", nth: 2, before);
        Append();
        _world.RunFor(Second);
        Assert.False(_node.HasEnded);

        var second = Append(expected: 1);
        _world.RunFor(Second);

        Assert.True(_node.HasEnded);
        Assert.False(second.IsCompleted);
        Assert.Equal(held, Held);
    }

    [Fact]
    public async Task A_lease_runs_by_the_clock_of_the_store_whatever_the_node_takes_the_time_to_be()
    {
        _node.Skew = TimeSpan.FromHours(5);

        var asked = _node.Leases.AcquireAsync("run/x", "node", Second).AsTask();
        _world.RunFor(Second / 10);

        var lease = Assert.IsType<LeaseOutcome.Granted>(await asked).Lease;
        Assert.InRange(lease.ExpiresAt, _world.Clock.GetUtcNow(), _world.Clock.GetUtcNow() + Second);
    }

    private int Held =>
        _world.Store.Journal.ReadAsync("run/x", cancellation: TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken)
            .Count();

    private Task<AppendOutcome> Append(long expected = 0) =>
        _node.Journal.AppendAsync("run/x", expected, 1, [new GenerationFormed(1, 1, 0)], TestContext.Current.CancellationToken).AsTask();
}
