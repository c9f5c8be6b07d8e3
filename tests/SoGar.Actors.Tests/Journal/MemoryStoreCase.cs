using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

public sealed class MemoryStoreCase : StoreCase
{
    public MemoryStoreCase()
    {
        var leases = new MemoryLeaseStore(Clock);
        (Journal, Leases, Standings) = (new MemoryJournal(Noted.Types, Clock), leases, leases);
        (Members, Runs) = (new MemoryMembershipStore(leases, Clock), new MemoryRunBoard(Clock));
    }

    public override IJournal Journal { get; }

    public override ILeaseStore Leases { get; }

    public override ILeaseReader Standings { get; }

    public override IMembershipStore Members { get; }

    public override IRunBoard Runs { get; }
}
