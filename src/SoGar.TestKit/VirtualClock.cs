namespace SoGar.TestKit;

/// <summary>
/// A clock that moves only when told to. Its timers fire on the thread that moves it, in the order in which they are due and,
/// among equals, in the order in which they were set.
/// </summary>
/// <param name="start">The first instant; null takes the beginning of 2026, UTC.</param>
public sealed class VirtualClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly PriorityQueue<Due, (TimeSpan At, long Order)> _timers = new();
    private TimeSpan _elapsed;
    private long _order;

    /// <summary>How far the clock has moved since its first instant.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _elapsed;
            }
        }
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; timers that fall due on the way see the instant for which they were set.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = Elapsed + by;
        while (FireNext(end))
        {
        }

        MoveTo(end);
    }

    /// <summary>Moves to the next timer that is due by <paramref name="end"/> and fires it; false when there is none.</summary>
    internal bool FireNext(TimeSpan end)
    {
        Due due;
        lock (_lock)
        {
            while (true)
            {
                if (!_timers.TryPeek(out due, out var key) || key.At > end)
                {
                    return false;
                }

                _timers.Dequeue();
                if (due.Timer.Setting == due.Setting)
                {
                    _elapsed = key.At > _elapsed ? key.At : _elapsed;
                    break;
                }
            }

            due.Timer.Rearm();
        }

        due.Timer.Fire();
        return true;
    }

    internal void MoveTo(TimeSpan instant)
    {
        lock (_lock)
        {
            _elapsed = instant > _elapsed ? instant : _elapsed;
        }
    }

    // A timer that is changed leaves its old place in the queue behind; the setting tells that it does not count any more.
    private readonly record struct Due(VirtualTimer Timer, long Setting);

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                Setting++;
                _period = period;
                Enqueue(dueTime);
                return true;
            }
        }

        public void Rearm()
        {
            Setting++;
            Enqueue(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enqueue(TimeSpan dueTime)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock._timers.Enqueue(new Due(this, Setting), (clock._elapsed + dueTime, clock._order++));
            }
        }
    }
}
