using SoGar.Actors.Journal;
using SoGar.Actors.Stores;

namespace SoGar.Actors.Tests.Journal;

/// <summary>What every store keeps to that several processes share; each connects by itself.</summary>
public abstract class SharedStoreContract<TCase> : StoreContract<TCase>
    where TCase : StoreCase, new()
{
    private protected abstract ValueTask<Store> ConnectAsync();

    [Fact]
    public async Task Two_connections_never_write_the_same_version()
    {
        await using var one = await ConnectAsync();
        await using var other = await ConnectAsync();
        var tasks = new[] { one, other }.Select((store, writer) => Task.Run(async () =>
        {
            var (version, appended) = (0L, 0);
            while (appended < 50)
            {
                switch (await store.Journal.AppendAsync("run/a", version, 1, [new Moved(writer)]))
                {
                    case AppendOutcome.Appended done:
                        (version, appended) = (done.Version, appended + 1);
                        break;
                    case AppendOutcome.Conflict conflict:
                        version = conflict.Actual;
                        break;
                }
            }
        }));

        await Task.WhenAll(tasks);

        var entries = await Case.Journal.ReadAsync("run/a").ToListAsync();
        Assert.Equal(Enumerable.Range(1, 100).Select(version => (long)version), entries.Select(entry => entry.Version));
        Assert.Equal(50, entries.Count(entry => entry.Event is Moved { Metres: 0 }));
    }

    [Fact]
    public async Task Of_many_processes_that_ask_for_a_lease_at_once_one_gets_it()   // G2
    {
        await using var one = await ConnectAsync();
        await using var other = await ConnectAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(asker => Task.Run(async () =>
            await (asker % 2 == 0 ? one : other).Leases.AcquireAsync("run/a", $"asker {asker}", TimeSpan.FromMinutes(1)))));

        Assert.Single(outcomes.OfType<LeaseOutcome.Granted>());
    }

    [Fact]
    public async Task Processes_that_open_a_fresh_store_at_once_find_it_whole()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await ConnectFreshAsync())));

        foreach (var store in stores)
        {
            Assert.Empty(await store.Journal.StreamsAsync());
            Assert.Empty(await store.Runs.ListAsync());
            await store.DisposeAsync();
        }
    }

    /// <summary>Connects to another store, which nobody has opened before; the same one at each call.</summary>
    private protected abstract ValueTask<Store> ConnectFreshAsync();
}

public sealed class SharedSqliteStoreTests : SharedStoreContract<SqliteStoreCase>
{
    private protected override ValueTask<Store> ConnectAsync() => Case.ConnectAsync();

    private protected override ValueTask<Store> ConnectFreshAsync() => Case.ConnectAsync(Case.File("fresh.db"));
}

public sealed class SharedPostgresStoreTests : SharedStoreContract<PostgresStoreCase>
{
    private protected override ValueTask<Store> ConnectAsync() => Case.ConnectAsync();

    private protected override ValueTask<Store> ConnectFreshAsync() =>
        Store.OpenAsync(Case.Location with { Schema = $"{Case.Location.Schema}_fresh" }, Noted.Types, TimeProvider.System);
}
