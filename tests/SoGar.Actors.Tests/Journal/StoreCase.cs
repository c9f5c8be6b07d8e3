using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

/// <summary>One empty store with a clock that tests move; contracts hold for every kind.</summary>
internal abstract class StoreCase : IAsyncDisposable
{
    public abstract IJournal Journal { get; }

    public abstract ILeaseStore Leases { get; }

    public abstract IMembershipStore Members { get; }

    public abstract IRunBoard Runs { get; }

    /// <summary>What the clock of the store shows.</summary>
    public DateTimeOffset Now => Clock.Now;

    protected ManualClock Clock { get; } = new();

    public virtual ValueTask MoveClockAsync(TimeSpan by)
    {
        Clock.Now += by;
        return ValueTask.CompletedTask;
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed class MemoryStoreCase : StoreCase
{
    public MemoryStoreCase()
    {
        var leases = new MemoryLeaseStore(Clock);
        (Journal, Leases, Members, Runs) = (new MemoryJournal(Noted.Types, Clock), leases, new MemoryMembershipStore(leases, Clock), new MemoryRunBoard(Clock));
    }

    public override IJournal Journal { get; }

    public override ILeaseStore Leases { get; }

    public override IMembershipStore Members { get; }

    public override IRunBoard Runs { get; }
}
