using SoGar.Actors.Stores;

namespace SoGar.Actors.Journal;

/// <summary>Leases in an SQL database, whose clock decides what has expired.</summary>
/// <param name="durable">Borrowed; its commits outlast a power cut, or a term might be granted twice.</param>
/// <param name="swift">Borrowed; the same database, perhaps by another connection, whose commits need not: a renewal that is lost ends a
/// lease too early, never too late.</param>
internal sealed class SqlLeaseStore(SqlDatabase durable, SqlDatabase swift) : ILeaseStore, ILeaseReader
{
    /// <inheritdoc/>
    public ValueTask<LeaseOutcome> AcquireAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellation = default) =>
        DecideAsync(durable, name, (record, now) => LeaseRules.Acquire(record, name, holder, duration, now), cancellation);

    /// <inheritdoc/>
    public ValueTask<LeaseOutcome> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellation = default) =>
        DecideAsync(swift, lease.Name, (record, now) => LeaseRules.Renew(record, lease, duration, now), cancellation);

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellation = default) =>
        await durable.WriteAsync([KeyOf(lease.Name)], async session =>
        {
            var record = LeaseRules.Release(await FindAsync(session, lease.Name).ConfigureAwait(false), lease);
            await WriteAsync(session, lease.Name, record).ConfigureAwait(false);
            return record;
        }, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<LeaseStanding?> FindAsync(string name, CancellationToken cancellation = default) => durable.ReadAsync(async session =>
    {
        var rows = await session.RowsAsync(
            "SELECT holder, term, expires_at, sogar_now() FROM lease WHERE name = @name",
            row => LeaseRules.StandingOf(
                name,
                new LeaseRecord(row.IsDBNull(0) ? null : row.GetString(0), row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))),
            ("name", name)).ConfigureAwait(false);
        return rows is [var standing] ? standing : null;
    }, cancellation);

    /// <summary>The key under which writers of a lease take turns.</summary>
    internal static string KeyOf(string name) => $"lease/{name}";

    /// <summary>What the store remembers of a lease, within a transaction that has its key.</summary>
    internal static async ValueTask<LeaseRecord> FindAsync(SqlSession session, string name)
    {
        var rows = await session.RowsAsync(
            "SELECT holder, term, expires_at FROM lease WHERE name = @name",
            row => new LeaseRecord(row.IsDBNull(0) ? null : row.GetString(0), row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
            ("name", name)).ConfigureAwait(false);
        return rows is [var record] ? record : LeaseRecord.None;
    }

    private static ValueTask<LeaseOutcome> DecideAsync(
        SqlDatabase writer, string name, Func<LeaseRecord, DateTimeOffset, LeaseOutcome> decide, CancellationToken cancellation) =>
        writer.WriteAsync([KeyOf(name)], async session =>
        {
            // The clock is read behind the lock: waiting for another writer takes time too.
            var outcome = decide(await FindAsync(session, name).ConfigureAwait(false), await session.NowAsync().ConfigureAwait(false));
            if (outcome is LeaseOutcome.Granted granted) await WriteAsync(session, name, LeaseRules.Apply(granted)).ConfigureAwait(false);
            return outcome;
        }, cancellation);

    private static ValueTask WriteAsync(SqlSession session, string name, LeaseRecord record) => session.ExecuteAsync(
        """
        INSERT INTO lease (name, holder, term, expires_at) VALUES (@name, @holder, @term, @expires_at)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, term = excluded.term, expires_at = excluded.expires_at
        """,
        ("name", name), ("holder", record.Holder), ("term", record.Term), ("expires_at", record.ExpiresAt.ToUnixTimeMilliseconds()));
}
