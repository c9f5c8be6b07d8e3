namespace SoGar.Protocol.Cluster;

/// <summary>
/// How many failures a run stands without getting anywhere, and how long it pauses before it tries again. A step that is committed
/// restores it: what counts is progress, not time.
/// </summary>
/// <param name="Max">Failures in a row that are tried again.</param>
/// <param name="Failures">Failures since the last progress.</param>
public sealed record RestartBudget(int Max, int Failures = 0)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Whether the run should give up now.</summary>
    public bool IsExhausted => Failures > Max;

    /// <summary>The wait before the next attempt: none after a first failure, then longer and longer.</summary>
    public TimeSpan Pause => Failures < 2
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(Failures - 2, 20)));

    /// <summary>The budget after one more failure.</summary>
    public RestartBudget Spend() => this with { Failures = Failures + 1 };

    /// <summary>The budget after a step was committed.</summary>
    public RestartBudget Restore() => Failures == 0 ? this : this with { Failures = 0 };
}
