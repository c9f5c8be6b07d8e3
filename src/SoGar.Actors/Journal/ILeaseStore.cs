namespace SoGar.Actors.Journal;

/// <summary>
/// Who may act in the name of something, as in "supervisor of run x". The clock of the store decides what has expired. Each grant has a term, a number larger
/// than all before it for that name, also after a release or a restart of the store: what writes with it fences off every earlier holder (G2).
/// </summary>
public interface ILeaseStore
{
    /// <summary>Asks for a lease that is free, expired, or the asker's own; the grant has a fresh term in every case.</summary>
    /// <param name="name">What is leased.</param>
    /// <param name="holder">Who asks; unique per process.</param>
    /// <param name="duration">How long it holds without renewal, more than zero.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<LeaseOutcome> AcquireAsync(string name, string holder, TimeSpan duration, CancellationToken cancellation = default);

    /// <summary>Extends a lease from now on, with the same term; refused once somebody else has it, or it was released.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now; the lease still runs until it expires.</exception>
    ValueTask<LeaseOutcome> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellation = default);

    /// <summary>Gives a lease back before it expires; nothing happens when it is not held any more.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask ReleaseAsync(Lease lease, CancellationToken cancellation = default);
}

/// <summary>Looks at leases without asking for one: whether a run is supervised, and by whom.</summary>
public interface ILeaseReader
{
    /// <summary>How a lease stands, or null where it was never granted.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<LeaseStanding?> FindAsync(string name, CancellationToken cancellation = default);
}

/// <summary>How a lease stands.</summary>
/// <param name="Name">What is leased.</param>
/// <param name="Holder">Who has it, or had it when it expired; null once released.</param>
/// <param name="Term">The newest term granted.</param>
/// <param name="ExpiresAt">When it ends, or ended, without renewal, by the clock of the store.</param>
/// <param name="IsHeld">Whether somebody has it now: it was neither released nor has it expired, by the clock of the store.</param>
public sealed record LeaseStanding(string Name, string? Holder, long Term, DateTimeOffset ExpiresAt, bool IsHeld);

/// <summary>A lease as it was granted.</summary>
/// <param name="Name">What is leased.</param>
/// <param name="Holder">Who has it.</param>
/// <param name="Term">The fencing number, from 1.</param>
/// <param name="ExpiresAt">When it ends without renewal, by the clock of the store.</param>
public sealed record Lease(string Name, string Holder, long Term, DateTimeOffset ExpiresAt);

/// <summary>What became of asking for a lease.</summary>
public abstract record LeaseOutcome
{
    private LeaseOutcome()
    {
    }

    /// <summary>The asker holds it.</summary>
    public sealed record Granted(Lease Lease) : LeaseOutcome;

    /// <summary>Somebody holds it, or a newer term has: the asker does not.</summary>
    /// <param name="Holder">Who, or null when it was released.</param>
    /// <param name="Term">The newest term.</param>
    /// <param name="ExpiresAt">When it ends unless it is renewed.</param>
    public sealed record Refused(string? Holder, long Term, DateTimeOffset ExpiresAt) : LeaseOutcome;
}
