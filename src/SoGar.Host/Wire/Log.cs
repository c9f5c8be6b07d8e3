using Microsoft.Extensions.Logging;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Wire;

/// <summary>What a node process says. Tokens and tickets never stand here; numbers stay what they are.</summary>
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

    [LoggerMessage(7, LogLevel.Information, "Node {Name} listens at {Url}, store {Store}")]
    public static partial void NodeListens(this ILogger log, string name, string url, string store);

    [LoggerMessage(8, LogLevel.Information, "Node {Name} waits for {Run} to be posted")]
    public static partial void NodeWaits(this ILogger log, string name, string run);

    [LoggerMessage(9, LogLevel.Information, "Node {Node} takes part in run {Run} with {Trainers} trainers")]
    public static partial void LifeBegan(this ILogger log, NodeId node, string run, int trainers);

    [LoggerMessage(10, LogLevel.Information, "Node {Name} takes part in run {Run} no more: {Reason}")]
    public static partial void LifeEnded(this ILogger log, string name, string run, string reason);

    [LoggerMessage(11, LogLevel.Warning, "The store cannot be used now; the run goes on without it: {Reason}")]
    public static partial void StoreAway(this ILogger log, string reason);

    [LoggerMessage(12, LogLevel.Information, "The store is back")]
    public static partial void StoreBack(this ILogger log);

    [LoggerMessage(13, LogLevel.Information, "Asked to leave: {Reason}")]
    public static partial void LeaveAsked(this ILogger log, string reason);

    [LoggerMessage(14, LogLevel.Warning, "A bit of byte {At} of a state was flipped on purpose, because SOGAR_TEST_FLIP_TRANSFER says so")]
    public static partial void TransferFlipped(this ILogger log, long at);

    [LoggerMessage(15, LogLevel.Warning, "A bit of the student was flipped on purpose at step {Step}, because SOGAR_TEST_FLIP_STUDENT says so")]
    public static partial void StudentFlipped(this ILogger log, long step);

    [LoggerMessage(16, LogLevel.Information, "{Node} supervises run {Run} from here on, in term {Term}")]
    public static partial void SeatTaken(this ILogger log, NodeId node, string run, long term);

    [LoggerMessage(17, LogLevel.Warning, "{Actor} failed: {Cause}; {Directive}: {Reason}")]
    public static partial void ActorFailed(this ILogger log, string actor, Directive directive, string reason, string cause);

    [LoggerMessage(18, LogLevel.Warning, "Steps take longer on purpose while {File} exists, because SOGAR_TEST_SLOW says so")]
    public static partial void StepsSlowed(this ILogger log, string file);
}
