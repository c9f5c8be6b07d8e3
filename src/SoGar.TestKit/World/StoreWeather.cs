namespace SoGar.TestKit.World;

/// <summary>How well the store of journal, leases and membership can be used.</summary>
public sealed record StoreWeather
{
    /// <summary>A database next door.</summary>
    public static StoreWeather Calm { get; } = new();

    /// <summary>The shortest way there or back.</summary>
    public TimeSpan ShortestDelay { get; init; } = TimeSpan.FromMicroseconds(200);

    /// <summary>The longest way there or back.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Whether it can be reached at all.</summary>
    public bool IsGone { get; init; }

    /// <summary>Probability that a call takes effect and its answer is lost, so that the caller believes it failed.</summary>
    public double LostAnswers { get; init; }

    /// <summary>Probability that a call fails before it takes effect.</summary>
    public double Failures { get; init; }

    /// <summary>How long a caller waits for a store that is gone.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(500);
}
