using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

/// <summary>One empty store with a clock that tests move; contracts hold for every kind.</summary>
public abstract class StoreCase : IAsyncDisposable
{
    public abstract IJournal Journal { get; }

    public abstract ILeaseStore Leases { get; }

    public abstract ILeaseReader Standings { get; }

    public abstract IMembershipStore Members { get; }

    public abstract IRunBoard Runs { get; }

    /// <summary>What the clock of the store shows.</summary>
    public DateTimeOffset Now => Clock.Now;

    private protected ManualClock Clock { get; } = new();

    /// <summary>Makes the store; called once, before anything else.</summary>
    public virtual ValueTask OpenAsync() => ValueTask.CompletedTask;

    public virtual ValueTask MoveClockAsync(TimeSpan by)
    {
        Clock.Now += by;
        return ValueTask.CompletedTask;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Facts that hold for every kind of store; derived classes only name the kind.</summary>
public abstract class StoreContract<TCase> : IAsyncLifetime
    where TCase : StoreCase, new()
{
    protected TCase Case { get; } = new();

    public ValueTask InitializeAsync() => Case.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Case.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
