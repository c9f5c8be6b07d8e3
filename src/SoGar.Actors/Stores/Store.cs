using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;

namespace SoGar.Actors.Stores;

/// <summary>What outlasts processes: events, leases, members and posted runs, in one SQLite file or one PostgreSQL database.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly IReadOnlyList<SqlDatabase> _databases;

    private Store(StoreLocation location, EventTypes types, SqlDatabase durable, SqlDatabase swift)
    {
        _databases = durable == swift ? [durable] : [durable, swift];
        Location = location;
        Journal = new SqlJournal(durable, types);
        var leases = new SqlLeaseStore(durable, swift);
        (Leases, Standings) = (leases, leases);
        Members = new SqlMembershipStore(swift);
        Runs = new SqlRunBoard(durable);
    }

    /// <summary>Where it is.</summary>
    public StoreLocation Location { get; }

    /// <summary>Streams of events.</summary>
    public IJournal Journal { get; }

    /// <summary>Who may act in the name of what.</summary>
    public ILeaseStore Leases { get; }

    /// <summary>The same leases, for those who only look.</summary>
    public ILeaseReader Standings { get; }

    /// <summary>Which nodes there are.</summary>
    public IMembershipStore Members { get; }

    /// <summary>Which runs want nodes.</summary>
    public IRunBoard Runs { get; }

    /// <summary>
    /// Opens a store, makes it where there is none, and lifts an older one. With SQLite a call to which nobody stands in the way ends before it
    /// returns: an actor that uses it has a dedicated thread, or can afford to wait for the disk.
    /// </summary>
    /// <param name="location">Where it is.</param>
    /// <param name="types">The events that its journal may hold.</param>
    /// <param name="clock">The clock of the store where that is a file; a server has its own.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JournalUnreadableException">It is newer than this program, damaged, or another program's.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be reached, opened or written; the message says where, and what to do.</exception>
    public static async ValueTask<Store> OpenAsync(
        StoreLocation location, EventTypes types, TimeProvider clock, CancellationToken cancellation = default)
    {
        switch (location)
        {
            case StoreLocation.Sqlite file:
                return await OpenAsync(file, types, clock, cancellation).ConfigureAwait(false);
            case StoreLocation.Postgres server:
                var database = await PostgresDatabase.OpenAsync(server, cancellation).ConfigureAwait(false);
                return new Store(location, types, database, database);
            default:
                throw new ArgumentException($"unknown kind of store {location}", nameof(location));
        }
    }

    // Two connections, since what a commit outlasts is a setting of the connection.
    private static async ValueTask<Store> OpenAsync(StoreLocation.Sqlite file, EventTypes types, TimeProvider clock, CancellationToken cancellation)
    {
        var durable = await SqliteDatabase.OpenAsync(file.Path, clock, Durability.PowerCut, cancellation).ConfigureAwait(false);
        try
        {
            return new Store(file, types, durable, await SqliteDatabase.OpenAsync(file.Path, clock, Durability.ProcessEnd, cancellation).ConfigureAwait(false));
        }
        catch
        {
            await durable.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes its connections; what was written stays, leases that are held run on until they expire.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases) await database.DisposeAsync().ConfigureAwait(false);
    }
}
