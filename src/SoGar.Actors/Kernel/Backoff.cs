using System.Collections.Immutable;

namespace SoGar.Actors.Kernel;

/// <summary>
/// The pace of restarts: each waits twice as long as the one before, up to a cap; more than <paramref name="MaxRestarts"/>
/// within <paramref name="Window"/> give up. Restarts older than the window are forgotten, which also resets the wait.
/// </summary>
/// <param name="First">The wait before the first restart; zero restarts at once.</param>
/// <param name="Cap">The longest wait.</param>
/// <param name="MaxRestarts">Restarts allowed within the window.</param>
/// <param name="Window">The span over which restarts are counted.</param>
public sealed record Backoff(TimeSpan First, TimeSpan Cap, int MaxRestarts, TimeSpan Window)
{
    /// <summary>From 100 ms to 10 s, at most 10 restarts within 2 minutes, then escalate.</summary>
    public static Backoff Default { get; } =
        new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), MaxRestarts: 10, TimeSpan.FromMinutes(2));

    /// <summary>What is ordered when restarts do not help: <see cref="Directive.Escalate"/> or <see cref="Directive.Stop"/>.</summary>
    public Directive WhenExhausted { get; init; } = Directive.Escalate;

    /// <summary>Decides on the next restart; pure.</summary>
    public BackoffDecision Next(RestartHistory history, DateTimeOffset now)
    {
        var recent = history.Instants.RemoveAll(instant => now - instant >= Window);
        if (recent.Length >= MaxRestarts)
        {
            return new BackoffDecision.Exhausted(recent.Length, Window);
        }

        return new BackoffDecision.RestartAfter(DelayAfter(recent.Length), new RestartHistory(recent.Add(now)));
    }

    private TimeSpan DelayAfter(int restartCount)
    {
        var delay = First;
        for (var i = 0; i < restartCount && delay < Cap && delay > TimeSpan.Zero; i++)
        {
            delay += delay;
        }

        return delay < Cap ? delay : Cap;
    }
}

/// <summary>When a child was restarted.</summary>
/// <param name="Instants">The restarts that still count, oldest first.</param>
public sealed record RestartHistory(ImmutableArray<DateTimeOffset> Instants)
{
    /// <summary>Never restarted.</summary>
    public static RestartHistory None { get; } = new([]);
}

/// <summary>Whether, and when, a failed actor starts again.</summary>
public abstract record BackoffDecision
{
    private BackoffDecision()
    {
    }

    /// <summary>Start again after a wait.</summary>
    public sealed record RestartAfter(TimeSpan Delay, RestartHistory History) : BackoffDecision;

    /// <summary>Too many restarts within the window.</summary>
    public sealed record Exhausted(int Restarts, TimeSpan Window) : BackoffDecision;
}
