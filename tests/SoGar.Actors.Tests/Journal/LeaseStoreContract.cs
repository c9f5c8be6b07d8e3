using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

/// <summary>What every store of leases keeps to (G2).</summary>
public abstract class LeaseStoreContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private protected abstract ILeaseStore Leases { get; }

    private protected ManualClock Clock { get; } = new();

    [Fact]
    public async Task A_free_lease_is_granted_until_it_expires()
    {
        var lease = await Grant("a");

        Assert.Equal(new Lease("run", "a", 1, Clock.Now + Minute), lease);
    }

    [Fact]
    public async Task A_held_lease_is_refused_with_its_holder()
    {
        var lease = await Grant("a");

        Assert.Equal(new LeaseOutcome.Refused("a", 1, lease.ExpiresAt), await Leases.AcquireAsync("run", "b", Minute));
    }

    [Fact]
    public async Task A_lease_ends_when_its_holder_is_silent_and_the_next_term_is_larger()
    {
        await Grant("a");
        Clock.Now += Minute;

        Assert.Equal(2, (await Grant("b")).Term);
    }

    [Fact]
    public async Task Renewing_keeps_the_term_and_moves_the_end()
    {
        var lease = await Grant("a");
        Clock.Now += Minute / 2;

        Assert.Equal(new LeaseOutcome.Granted(lease with { ExpiresAt = Clock.Now + Minute }), await Leases.RenewAsync(lease, Minute));
        Clock.Now += Minute / 2;
        Assert.IsType<LeaseOutcome.Refused>(await Leases.AcquireAsync("run", "b", Minute));
    }

    [Fact]
    public async Task A_lost_lease_is_not_renewed()
    {
        var lost = await Grant("a");
        Clock.Now += Minute;
        var taken = await Grant("b");

        Assert.Equal(new LeaseOutcome.Refused("b", 2, taken.ExpiresAt), await Leases.RenewAsync(lost, Minute));
    }

    [Fact]
    public async Task A_released_lease_is_free_at_once_and_its_term_is_not_used_again()
    {
        await Leases.ReleaseAsync(await Grant("a"));

        Assert.Equal(2, (await Grant("b")).Term);
    }

    [Fact]
    public async Task A_released_lease_cannot_be_renewed()
    {
        var lease = await Grant("a");
        await Leases.ReleaseAsync(lease);

        Assert.IsType<LeaseOutcome.Refused>(await Leases.RenewAsync(lease, Minute));
    }

    [Fact]
    public async Task Releasing_what_somebody_else_has_now_changes_nothing()
    {
        var lost = await Grant("a");
        Clock.Now += Minute;
        var held = await Grant("b");

        await Leases.ReleaseAsync(lost);

        Assert.IsType<LeaseOutcome.Granted>(await Leases.RenewAsync(held, Minute));
    }

    [Fact]
    public async Task A_holder_that_asks_again_gets_a_fresh_term_that_fences_its_earlier_self()
    {
        var before = await Grant("a");

        Assert.Equal(2, (await Grant("a")).Term);
        Assert.IsType<LeaseOutcome.Refused>(await Leases.RenewAsync(before, Minute));
    }

    [Fact]
    public async Task Names_are_leased_apart()
    {
        await Grant("a");

        Assert.IsType<LeaseOutcome.Granted>(await Leases.AcquireAsync("another run", "b", Minute));
    }

    private async Task<Lease> Grant(string holder) =>
        Assert.IsType<LeaseOutcome.Granted>(await Leases.AcquireAsync("run", holder, Minute)).Lease;
}

public sealed class MemoryLeaseStoreTests : LeaseStoreContract
{
    public MemoryLeaseStoreTests() => Leases = new MemoryLeaseStore(Clock);

    private protected override ILeaseStore Leases { get; }
}

public sealed class SqliteLeaseStoreTests : LeaseStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteLeaseStore _leases;

    public SqliteLeaseStoreTests() => _leases = SqliteLeaseStore.Open(_folder.File("leases.db"), Clock);

    private protected override ILeaseStore Leases => _leases;

    public void Dispose()
    {
        _leases.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Terms_go_on_after_the_file_was_closed()
    {
        await _leases.AcquireAsync("run", "a", TimeSpan.FromSeconds(1));
        _leases.Dispose();
        Clock.Now += TimeSpan.FromSeconds(1);

        using var again = SqliteLeaseStore.Open(_folder.File("leases.db"), Clock);

        Assert.Equal(2, Assert.IsType<LeaseOutcome.Granted>(await again.AcquireAsync("run", "b", TimeSpan.FromSeconds(1))).Lease.Term);
    }
}
