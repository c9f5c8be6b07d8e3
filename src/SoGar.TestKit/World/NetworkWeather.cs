namespace SoGar.TestKit.World;

/// <summary>How well frames travel between simulated nodes.</summary>
public sealed record NetworkWeather
{
    /// <summary>A quiet local network.</summary>
    public static NetworkWeather Calm { get; } = new();

    /// <summary>The shortest way of a frame.</summary>
    public TimeSpan ShortestDelay { get; init; } = TimeSpan.FromMicroseconds(100);

    /// <summary>The longest way of a frame, unless it is held up.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Probability that a message never arrives. The lane promises at most once, so any may be missing.</summary>
    public double Loss { get; init; }

    /// <summary>Probability that a frame arrives a second time, later. The lane has to see to it that nobody hears it twice.</summary>
    public double Duplication { get; init; }

    /// <summary>Probability that a frame breaks its connection: what is under way is lost, and a new connection carries what follows.</summary>
    public double Reset { get; init; }

    /// <summary>Probability that a frame, and with it all that follows it on its connection, is held up.</summary>
    public double Stall { get; init; }

    /// <summary>How long a frame is held up at most.</summary>
    public TimeSpan LongestStall { get; init; } = TimeSpan.FromMilliseconds(500);
}
