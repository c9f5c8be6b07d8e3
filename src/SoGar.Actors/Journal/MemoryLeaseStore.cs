namespace SoGar.Actors.Journal;

/// <summary>Leases that last as long as the object: for tests and the simulator.</summary>
/// <param name="clock">Decides what has expired.</param>
public sealed class MemoryLeaseStore(TimeProvider clock) : ILeaseStore, ILeaseReader
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LeaseRecord> _records = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<LeaseOutcome> AcquireAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(Keep(name, LeaseRules.Acquire(Find(name), name, holder, duration, clock.GetUtcNow())));
        }
    }

    /// <inheritdoc/>
    public ValueTask<LeaseOutcome> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(Keep(lease.Name, LeaseRules.Renew(Find(lease.Name), lease, duration, clock.GetUtcNow())));
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(Lease lease, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            _records[lease.Name] = LeaseRules.Release(Find(lease.Name), lease);
            return ValueTask.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public ValueTask<LeaseStanding?> FindAsync(string name, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_records.TryGetValue(name, out var record) ? LeaseRules.StandingOf(name, record, clock.GetUtcNow()) : null);
        }
    }

    /// <summary>Whether nobody was granted the lease after <paramref name="lease"/> and it was not given back.</summary>
    internal bool IsNewest(Lease lease)
    {
        lock (_lock)
        {
            return LeaseRules.IsHeld(Find(lease.Name), lease);
        }
    }

    private LeaseRecord Find(string name) => _records.GetValueOrDefault(name, LeaseRecord.None);

    private LeaseOutcome Keep(string name, LeaseOutcome outcome)
    {
        if (outcome is LeaseOutcome.Granted granted)
        {
            _records[name] = LeaseRules.Apply(granted);
        }

        return outcome;
    }
}
