namespace SoGar.Host.Wire;

/// <summary>What a node's endpoint serves below its URL.</summary>
internal static class WirePaths
{
    /// <summary>Control messages, one way.</summary>
    public const string Lane = "/sogar/lane";

    /// <summary>Pings and pongs, on a connection of their own so that they never wait behind messages.</summary>
    public const string Pulse = "/sogar/pulse";

    /// <summary>States for peers with a ticket.</summary>
    public const string State = "/sogar/state";
}
