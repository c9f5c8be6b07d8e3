using Npgsql;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Tests;

namespace SoGar.Actors.Tests.Journal;

/// <summary>A schema of its own in the tests' server, whose function <c>sogar_now()</c> is replaced by one that a test moves.</summary>
public sealed class PostgresStoreCase : StoreCase
{
    private static int _count;
    private Store? _store;

    public override IJournal Journal => _store!.Journal;

    public override ILeaseStore Leases => _store!.Leases;

    public override ILeaseReader Standings => _store!.Standings;

    public override IMembershipStore Members => _store!.Members;

    public override IRunBoard Runs => _store!.Runs;

    public StoreLocation.Postgres Location { get; private set; } = null!;

    public override async ValueTask OpenAsync()
    {
        Location = (await PostgresServer.SharedAsync()).Location(FreshSchema());
        _store = await ConnectAsync();
        await MoveClockAsync(TimeSpan.Zero);
    }

    public ValueTask<Store> ConnectAsync() => Store.OpenAsync(Location, Noted.Types, TimeProvider.System);

    public override async ValueTask MoveClockAsync(TimeSpan by)
    {
        await base.MoveClockAsync(by);
        await SqlAsync(Location, $"CREATE OR REPLACE FUNCTION sogar_now() RETURNS BIGINT LANGUAGE sql VOLATILE AS 'SELECT {Now.ToUnixTimeMilliseconds()}'");
    }

    public override async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        await base.DisposeAsync();
    }

    public static string FreshSchema() => $"test_{Interlocked.Increment(ref _count)}";

    public static async Task<object?> SqlAsync(StoreLocation.Postgres location, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = location.Host,
            Port = location.Port,
            Database = location.Database,
            Username = location.User,
            Password = location.Password,
            SearchPath = location.Schema,
            Pooling = false,
        });
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
