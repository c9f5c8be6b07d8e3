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
    /// <param name="round">What the member comes with; all members' are compared before anything is summed.</param>
    /// <param name="own">Borrowed until the task completes.</param>
    /// <returns>The sum, valid until the member's next call.</returns>
    /// <exception cref="ExchangeFailedException">
    /// A member left, did not come in time, came with another step, or with another state (G3): nobody gets a sum then.
    /// </exception>
    Task<ExchangedSum> SumAsync(TrainerId member, ExchangeRound round, IContribution own);

    /// <summary>Fails every waiting and later call, naming <paramref name="reason"/>; idempotent.</summary>
    void Break(string reason);
}

/// <summary>What a member comes to an exchange with.</summary>
/// <param name="Step">From 0.</param>
/// <param name="Attempt">From 1; a saturated step is exchanged again.</param>
/// <param name="State">
/// Fingerprint of the state that the contribution was computed from. All members hold the same (G3), so that a replica that went wrong is
/// found before its contribution reaches anybody's weights.
/// </param>
/// <param name="WantsDrain">Whether this member was asked to stop; one such vote stops all after this step.</param>
public readonly record struct ExchangeRound(long Step, int Attempt, StepFingerprint State, bool WantsDrain)
{
    /// <inheritdoc/>
    public override string ToString() => $"step {Step}, attempt {Attempt}";
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
