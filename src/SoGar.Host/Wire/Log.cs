using Microsoft.Extensions.Logging;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Wire;

/// <summary>What the network side of a node says. Tokens and tickets never stand here.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Node} cannot be reached at {Url} and will be tried again: {Reason}")]
    public static partial void LineUnavailable(this ILogger log, NodeId node, string url, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Lost {Node} ({Loss}): {Explanation}")]
    public static partial void PeerLost(this ILogger log, NodeId node, PeerLoss loss, string explanation);

    [LoggerMessage(3, LogLevel.Warning, "Refused a caller: {Reason}")]
    public static partial void CallerRefused(this ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Warning, "A caller does not keep to the wire contract: {Reason}")]
    public static partial void CallerBroken(this ILogger log, string reason);

    [LoggerMessage(5, LogLevel.Information, "{Node} said something that this version does not know; it was passed over")]
    public static partial void MessageUnknown(this ILogger log, NodeId node);

    [LoggerMessage(6, LogLevel.Warning, "Refused to serve a state: {Reason}")]
    public static partial void StateRefused(this ILogger log, string reason);
}
