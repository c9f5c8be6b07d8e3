namespace SoGar.TestKit;

/// <summary>What moves a simulated world: a turn while anybody is ready, else the next timer.</summary>
internal sealed class TurnLoop(VirtualClock clock, TurnOrder order)
{
    private int _turns;

    /// <summary>Turns that may be taken without virtual time moving before they count as endless talk.</summary>
    public int TurnsPerInstant { get; set; } = 1_000_000;

    /// <summary>Turns taken and timers fired so far.</summary>
    public long EventCount { get; private set; }

    /// <summary>Takes one turn, or fires one timer that is due by <paramref name="end"/>; false when there is neither.</summary>
    /// <exception cref="ExpectationException">Actors talk without a timer for longer than <see cref="TurnsPerInstant"/>.</exception>
    public bool Advance(TimeSpan end) => TakeTurn() || FireTimer(end);

    private bool TakeTurn()
    {
        if (!order.TryTake(out var turn))
        {
            return false;
        }

        if (++_turns > TurnsPerInstant)
        {
            throw new ExpectationException(
                $"{TurnsPerInstant} turns were taken and virtual time stood still: actors go on talking without a timer");
        }

        EventCount++;
        turn.Run(messages: 1);
        return true;
    }

    private bool FireTimer(TimeSpan end)
    {
        _turns = 0;
        if (!clock.FireNext(end))
        {
            return false;
        }

        EventCount++;
        return true;
    }
}
