namespace SoGar.Actors.Journal;

/// <summary>What a store remembers of a lease, also after its end, so that terms are never reused.</summary>
/// <param name="Holder">Who has it, or null once released.</param>
/// <param name="Term">The newest term granted; 0 before the first.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record LeaseRecord(string? Holder, long Term, DateTimeOffset ExpiresAt)
{
    public static LeaseRecord None { get; } = new(null, 0, DateTimeOffset.UnixEpoch);
}

/// <summary>Decides on leases; pure, and the same for every store.</summary>
internal static class LeaseRules
{
    public static LeaseOutcome Acquire(LeaseRecord record, string name, string holder, TimeSpan duration, DateTimeOffset now)
    {
        var isHeldByAnother = record.Holder is not null && record.Holder != holder && now < record.ExpiresAt;
        return isHeldByAnother
            ? Refuse(record)
            : new LeaseOutcome.Granted(new Lease(name, holder, record.Term + 1, JournalRules.ToMilliseconds(now + duration)));
    }

    // An expired lease is still extended as long as nobody else took it: its term is the newest, so nothing can have gone wrong.
    public static LeaseOutcome Renew(LeaseRecord record, Lease lease, TimeSpan duration, DateTimeOffset now) =>
        IsHeld(record, lease)
            ? new LeaseOutcome.Granted(lease with { ExpiresAt = JournalRules.ToMilliseconds(now + duration) })
            : Refuse(record);

    public static LeaseRecord Release(LeaseRecord record, Lease lease) =>
        IsHeld(record, lease) ? record with { Holder = null } : record;

    public static LeaseStanding StandingOf(string name, LeaseRecord record, DateTimeOffset now) =>
        new(name, record.Holder, record.Term, record.ExpiresAt, record.Holder is not null && now < record.ExpiresAt);

    public static LeaseRecord Apply(LeaseOutcome.Granted granted) =>
        new(granted.Lease.Holder, granted.Lease.Term, granted.Lease.ExpiresAt);

    /// <summary>Whether nobody was granted the lease after <paramref name="lease"/> and it was not given back; it may have expired.</summary>
    public static bool IsHeld(LeaseRecord record, Lease lease) => record.Holder == lease.Holder && record.Term == lease.Term;

    private static LeaseOutcome.Refused Refuse(LeaseRecord record) => new(record.Holder, record.Term, record.ExpiresAt);
}
