namespace SoGar.Host.Cluster;

/// <summary>How one life of a node ended.</summary>
/// <param name="Kind">What the process does about it.</param>
/// <param name="Reason">In words for people.</param>
internal sealed record LifeEnd(LifeEndKind Kind, string Reason);

/// <summary>What a process does about the end of a life.</summary>
internal enum LifeEndKind
{
    /// <summary>The run is over; another may be posted.</summary>
    RunEnded,

    /// <summary>It left, because it was asked to.</summary>
    Left,

    /// <summary>The run does not take it, and would not take it a second time.</summary>
    Refused,

    /// <summary>A younger process has its name.</summary>
    Superseded,

    /// <summary>Others took it for lost, as after a long pause; it may come back under a fresh incarnation.</summary>
    DeclaredLost,

    /// <summary>Something in it failed that nobody expected; it may come back.</summary>
    Broken,
}
