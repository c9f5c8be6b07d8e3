using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;

namespace SoGar.Actors.Tests.Journal;

public sealed class SqliteStoreCase : StoreCase
{
    private readonly TemporaryFolder _folder = new();
    private Store? _store;

    public override IJournal Journal => _store!.Journal;

    public override ILeaseStore Leases => _store!.Leases;

    public override ILeaseReader Standings => _store!.Standings;

    public override IMembershipStore Members => _store!.Members;

    public override IRunBoard Runs => _store!.Runs;

    public string Path => File("journal.db");

    public string File(string name) => _folder.File(name);

    public ValueTask<Store> ConnectAsync(string? path = null) => Store.OpenAsync(new StoreLocation.Sqlite(path ?? Path), Noted.Types, Clock);

    public override async ValueTask OpenAsync() => _store = await ConnectAsync();

    public override async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Dispose();
        await base.DisposeAsync();
    }
}
