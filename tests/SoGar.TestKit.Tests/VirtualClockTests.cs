namespace SoGar.TestKit.Tests;

public sealed class VirtualClockTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<(string What, TimeSpan At)> _fired = [];

    private ITimer Set(string what, double due, double period = -1) => _clock.CreateTimer(
        _ => _fired.Add((what, _clock.Elapsed)),
        null,
        TimeSpan.FromSeconds(due),
        period < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));

    private static TimeSpan Second(double number) => TimeSpan.FromSeconds(number);

    [Fact]
    public void Timers_fire_in_the_order_due_and_see_their_own_instant()
    {
        using var late = Set("late", 3);
        using var early = Set("early", 1);
        using var equal = Set("also early", 1);

        _clock.Advance(Second(2));
        Assert.Equal([("early", Second(1)), ("also early", Second(1))], _fired);

        _clock.Advance(Second(2));
        Assert.Equal(("late", Second(3)), _fired[^1]);
        Assert.Equal(Second(4), _clock.Elapsed);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_disposed()
    {
        var timer = Set("tick", 1, 2);

        _clock.Advance(Second(5));
        timer.Dispose();
        _clock.Advance(Second(5));

        Assert.Equal([Second(1), Second(3), Second(5)], _fired.Select(fired => fired.At));
    }

    [Fact]
    public void A_changed_timer_forgets_its_old_time()
    {
        using var timer = Set("tick", 1);

        timer.Change(Second(5), Timeout.InfiniteTimeSpan);
        _clock.Advance(Second(10));

        Assert.Equal([("tick", Second(5))], _fired);
    }

    [Fact]
    public void A_timer_may_set_another_one_on_the_way()
    {
        using var first = _clock.CreateTimer(_ => Set("second", 1), null, Second(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(Second(2));

        Assert.Equal([("second", Second(2))], _fired);
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_gets_there()
    {
        var delay = Task.Delay(Second(1), _clock);

        _clock.Advance(Second(0.5));
        Assert.False(delay.IsCompleted);
        _clock.Advance(Second(0.5));

        await delay.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Timestamps_and_instants_move_together()
    {
        var (instant, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());

        _clock.Advance(Second(1.5));

        Assert.Equal(Second(1.5), _clock.GetUtcNow() - instant);
        Assert.Equal(Second(1.5), _clock.GetElapsedTime(stamp));
    }
}
