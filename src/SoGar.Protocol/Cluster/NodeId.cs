namespace SoGar.Protocol.Cluster;

/// <summary>One life of a node process: its name and the incarnation that the store gave it when it joined.</summary>
/// <param name="Name">Unique among the nodes of a store.</param>
/// <param name="Incarnation">From 1, never given twice for one name; a newer one replaces all older.</param>
public sealed record NodeId(string Name, long Incarnation)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}#{Incarnation}";
}

/// <summary>Where one life of a node is spoken to.</summary>
/// <param name="Node">Who is expected there; a peer of another name or incarnation is refused.</param>
/// <param name="Url">Of its control endpoint, as <c>ws://10.0.0.2:7401</c> or <c>wss://...</c>; state is served below the same host and port.</param>
public sealed record NodeAddress(NodeId Node, string Url);
