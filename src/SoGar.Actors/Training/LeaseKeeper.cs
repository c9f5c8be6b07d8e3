using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;

namespace SoGar.Actors.Training;

/// <summary>What a lease keeper hears.</summary>
public abstract record LeaseMessage;

/// <summary>Time to renew; sent by the keeper's own timer.</summary>
internal sealed record RenewLease : LeaseMessage;

/// <summary>
/// Holds the supervisor's lease for as long as it lives (G2). A store that cannot be reached is asked again; a lease that somebody else
/// took ends this supervisor's run, whose writes the new term refuses anyway.
/// </summary>
public sealed class LeaseKeeper(ILeaseStore leases, Lease lease, TimeSpan duration) : AsyncActor<LeaseMessage>
{
    private Lease _lease = lease;

    /// <inheritdoc/>
    protected override void PreStart() => Context.Timers.StartPeriodic("renew", new RenewLease(), duration / 3);

    /// <inheritdoc/>
    protected override async ValueTask ReceiveAsync(LeaseMessage message)
    {
        try
        {
            _lease = await leases.RenewAsync(_lease, duration, Context.Stopping) switch
            {
                LeaseOutcome.Granted granted => granted.Lease,
                LeaseOutcome.Refused refused => throw new LeaseLostException(
                    $"{_lease.Name}: {refused.Holder ?? "nobody"} holds it in term {refused.Term}; this process had term {_lease.Term} and must stop"),
                var unknown => throw new System.Diagnostics.UnreachableException($"unknown outcome {unknown}"),
            };
        }
        catch (JournalUnavailableException)
        {
            // Training does not depend on the store; if the lease runs out meanwhile, the next renewal says so.
        }
    }
}

/// <summary>Another process has taken over what this one was supervising.</summary>
public sealed class LeaseLostException(string message) : Exception(message);
