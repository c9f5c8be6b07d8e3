using SoGar.Protocol.Cluster;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Ports;

/// <summary>Adds the contributions of a generation's trainers: the only barrier of a step.</summary>
public interface IExchange : IDisposable
{
    /// <summary>
    /// Brings in the contribution of <paramref name="member"/> and completes once every member has brought its own.
    /// </summary>
    /// <param name="member">A trainer of the generation.</param>
    /// <param name="step">From 0.</param>
    /// <param name="attempt">From 1; a saturated step is exchanged again.</param>
    /// <param name="own">Borrowed until the task completes.</param>
    /// <param name="wantsDrain">Whether this member was asked to stop; one such vote stops all after this step.</param>
    /// <returns>The sum, valid until the member's next call.</returns>
    /// <exception cref="ExchangeFailedException">A member left, or did not come in time.</exception>
    Task<ExchangedSum> SumAsync(TrainerId member, long step, int attempt, IContribution own, bool wantsDrain);

    /// <summary>Fails every waiting and later call, naming <paramref name="reason"/>; idempotent.</summary>
    void Break(string reason);
}

/// <summary>What all trainers got from an exchange.</summary>
/// <param name="Total">The sum; borrowed until the next exchange.</param>
/// <param name="Drain">Whether any member wants to stop after this step.</param>
public sealed record ExchangedSum(IContribution Total, bool Drain);

/// <summary>An exchange cannot complete; the message names the member and what happened to it.</summary>
public sealed class ExchangeFailedException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The process that ended, fell silent or disagreed, where that is known: the cause, not the one that noticed.</summary>
    public NodeId? Suspect { get; init; }
}
