using Microsoft.Data.Sqlite;

namespace SoGar.Actors.Journal;

/// <summary>Leases in one SQLite file on a local disk, for all processes of one machine; the file may be the journal's.</summary>
public sealed class SqliteLeaseStore : ILeaseStore, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly SqliteDatabase _database;

    private SqliteLeaseStore(SqliteDatabase database, TimeProvider clock) => (_database, _clock) = (database, clock);

    /// <summary>Opens the leases, and makes the file if it is not there.</summary>
    /// <param name="path">The file; its folder exists, on a local disk.</param>
    /// <param name="clock">Decides what has expired.</param>
    /// <exception cref="JournalUnreadableException">The file is newer than this program, damaged, or another program's.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be opened or written.</exception>
    public static SqliteLeaseStore Open(string path, TimeProvider clock) => new(SqliteDatabase.Open(path), clock);

    /// <inheritdoc/>
    public ValueTask<LeaseOutcome> AcquireAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellation = default) =>
        Decide(name, record => LeaseRules.Acquire(record, name, holder, duration, _clock.GetUtcNow()));

    /// <inheritdoc/>
    public ValueTask<LeaseOutcome> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellation = default) =>
        Decide(lease.Name, record => LeaseRules.Renew(record, lease, duration, _clock.GetUtcNow()));

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(Lease lease, CancellationToken cancellation = default)
    {
        _database.Write(transaction => Write(transaction, lease.Name, LeaseRules.Release(Find(transaction, lease.Name), lease)));
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the file; leases that are held run on until they expire.</summary>
    public void Dispose() => _database.Dispose();

    private ValueTask<LeaseOutcome> Decide(string name, Func<LeaseRecord, LeaseOutcome> decide) =>
        ValueTask.FromResult(_database.Write(transaction =>
        {
            var outcome = decide(Find(transaction, name));
            if (outcome is LeaseOutcome.Granted granted)
            {
                Write(transaction, name, LeaseRules.Apply(granted));
            }

            return outcome;
        }));

    private static LeaseRecord Find(SqliteTransaction transaction, string name)
    {
        using var command = new SqliteCommand("SELECT holder, term, expires_at FROM lease WHERE name = @name", transaction.Connection, transaction);
        command.Parameters.AddWithValue("@name", name);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new LeaseRecord(
                reader.IsDBNull(0) ? null : reader.GetString(0),
                reader.GetInt64(1),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)))
            : LeaseRecord.None;
    }

    private static bool Write(SqliteTransaction transaction, string name, LeaseRecord record)
    {
        using var command = new SqliteCommand(
            """
            INSERT INTO lease (name, holder, term, expires_at) VALUES (@name, @holder, @term, @expires_at)
            ON CONFLICT (name) DO UPDATE SET holder = @holder, term = @term, expires_at = @expires_at
            """,
            transaction.Connection,
            transaction);
        command.Parameters.AddWithValue("@name", name);
        command.Parameters.AddWithValue("@holder", (object?)record.Holder ?? DBNull.Value);
        command.Parameters.AddWithValue("@term", record.Term);
        command.Parameters.AddWithValue("@expires_at", record.ExpiresAt.ToUnixTimeMilliseconds());
        return command.ExecuteNonQuery() == 1;
    }
}
