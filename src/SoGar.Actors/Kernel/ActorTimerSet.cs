namespace SoGar.Actors.Kernel;

/// <summary>The timers of one cell; used only in its turn, apart from the clock's callback.</summary>
internal sealed class ActorTimerSet
{
    private readonly Dictionary<object, ActorTimer> _active = [];

    public void Start(ActorCell cell, object key, object message, TimeSpan delay, TimeSpan period)
    {
        Cancel(key);
        var timer = new ActorTimer(cell, this, key, message, isPeriodic: period != Timeout.InfiniteTimeSpan);
        _active[key] = timer;
        timer.Arm(cell.System.Clock, delay, period);
    }

    public bool IsActive(object key) => _active.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_active.Remove(key, out var timer))
        {
            timer.Disarm();
        }
    }

    public void CancelAll()
    {
        foreach (var timer in _active.Values)
        {
            timer.Disarm();
        }

        _active.Clear();
    }

    /// <summary>One timer, and at the same time its tick in the mailbox, of which there is never more than one.</summary>
    private sealed class ActorTimer(ActorCell cell, ActorTimerSet owner, object key, object message, bool isPeriodic) : SelfDelivery
    {
        private ITimer? _clockTimer;
        private int _isWaiting;

        public void Arm(TimeProvider clock, TimeSpan delay, TimeSpan period) =>
            _clockTimer = clock.CreateTimer(static timer => ((ActorTimer)timer!).Tick(), this, delay, period);

        public void Disarm() => _clockTimer?.Dispose();

        public override object? Open(ActorCell opener)
        {
            Interlocked.Exchange(ref _isWaiting, 0);
            if (!owner._active.TryGetValue(key, out var active) || !ReferenceEquals(active, this))
            {
                return null;
            }

            if (!isPeriodic)
            {
                owner.Cancel(key);
            }

            return message;
        }

        private void Tick()
        {
            if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
            {
                cell.EnqueueOwn(this);
            }
        }
    }
}
