namespace SoGar.TestKit.World;

/// <summary>
/// The clock of one simulated process: the world's, off by a skew in what it calls the time of day. Its timers share the fate of the process:
/// those that fall due while it stands still fire when it goes on, once each.
/// </summary>
internal sealed class NodeClock(VirtualClock world, NodeLife life) : TimeProvider
{
    private TimeSpan _busyUntil;

    /// <summary>How far the time of day is ahead of the world's; may change while the process runs, as a time daemon would have it.</summary>
    public TimeSpan Skew { get; set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + Skew;

    public override long GetTimestamp() => Math.Max(world.GetTimestamp(), _busyUntil.Ticks);

    /// <summary>
    /// Has stopwatches of this process see time pass inside a turn, in which the world's time stands still: devices compute for as long. The world
    /// catches up with it.
    /// </summary>
    public void Spend(TimeSpan time) => _busyUntil = new TimeSpan(GetTimestamp()) + time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isHeld = false;
        return world.CreateTimer(_ => Fire(), null, dueTime, period);

        void Fire()
        {
            if (isHeld) return;
            isHeld = true;
            life.Do(() =>
            {
                isHeld = false;
                callback(state);
            });
            isHeld &= life.IsPaused;
        }
    }
}
