namespace SoGar.Host.Wire;

/// <summary>How the nodes of one cluster talk.</summary>
internal sealed record WireOptions
{
    /// <summary>The cluster's name; nodes of another one are refused.</summary>
    public required string Cluster { get; init; }

    /// <summary>The shared token; null where client certificates take its place.</summary>
    public required WireToken? Token { get; init; }

    /// <summary>Certificates; null for connections in the clear.</summary>
    public WireCertificates? Certificates { get; init; }

    /// <summary>A peer that ends or falls silent is noticed within this time.</summary>
    public TimeSpan Detection { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Messages that may wait for one peer.</summary>
    public int QueueCapacity { get; init; } = 1024;
}
