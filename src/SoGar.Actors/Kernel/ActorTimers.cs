namespace SoGar.Actors.Kernel;

/// <summary>Messages of an actor to itself at a later time, by key: starting a key again replaces what it was.</summary>
/// <typeparam name="TMessage">What the actor hears.</typeparam>
public sealed class ActorTimers<TMessage>
    where TMessage : class
{
    private readonly ActorCell _cell;

    internal ActorTimers(ActorCell cell) => _cell = cell;

    /// <summary>Has a message arrive once.</summary>
    /// <param name="key">Compared by equality.</param>
    /// <param name="message">What arrives.</param>
    /// <param name="delay">The wait, zero or more.</param>
    public void StartSingle(object key, TMessage message, TimeSpan delay) =>
        Start(key, message, delay, Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Has a message arrive again and again, first after one period. While a tick waits in the mailbox no second one is added.
    /// </summary>
    /// <param name="key">Compared by equality.</param>
    /// <param name="message">What arrives.</param>
    /// <param name="period">The time between two, more than zero.</param>
    public void StartPeriodic(object key, TMessage message, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        Start(key, message, period, period);
    }

    /// <summary>Ends a timer; a tick of it that waits in the mailbox does not arrive any more.</summary>
    public void Cancel(object key)
    {
        _cell.RequireTurn();
        _cell.Timers.Cancel(key);
    }

    /// <summary>Whether a timer of this key will tick.</summary>
    public bool IsActive(object key) => _cell.Timers.IsActive(key);

    private void Start(object key, TMessage message, TimeSpan delay, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        _cell.RequireTurn();
        _cell.Timers.Start(_cell, key, message, delay, period);
    }
}
