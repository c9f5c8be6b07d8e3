using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

/// <summary>What every store of leases keeps to (G2).</summary>
public abstract class LeaseStoreContract<TCase> : StoreContract<TCase>
    where TCase : StoreCase, new()
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private ILeaseStore Leases => Case.Leases;

    [Fact]
    public async Task A_free_lease_is_granted_until_it_expires()
    {
        var lease = await Grant("a");

        Assert.Equal(new Lease("run", "a", 1, Case.Now + Minute), lease);
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
        await Case.MoveClockAsync(Minute);

        Assert.Equal(2, (await Grant("b")).Term);
    }

    [Fact]
    public async Task Renewing_keeps_the_term_and_moves_the_end()
    {
        var lease = await Grant("a");
        await Case.MoveClockAsync(Minute / 2);

        Assert.Equal(new LeaseOutcome.Granted(lease with { ExpiresAt = Case.Now + Minute }), await Leases.RenewAsync(lease, Minute));
        await Case.MoveClockAsync(Minute / 2);
        Assert.IsType<LeaseOutcome.Refused>(await Leases.AcquireAsync("run", "b", Minute));
    }

    [Fact]
    public async Task A_lost_lease_is_not_renewed()
    {
        var lost = await Grant("a");
        await Case.MoveClockAsync(Minute);
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
        await Case.MoveClockAsync(Minute);
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

    [Fact]
    public async Task Who_only_looks_sees_holder_and_whether_the_lease_is_held()
    {
        Assert.Null(await Case.Standings.FindAsync("run"));
        var lease = await Grant("a");

        Assert.Equal(new LeaseStanding("run", "a", 1, lease.ExpiresAt, IsHeld: true), await Case.Standings.FindAsync("run"));
        await Case.MoveClockAsync(Minute);
        Assert.Equal(new LeaseStanding("run", "a", 1, lease.ExpiresAt, IsHeld: false), await Case.Standings.FindAsync("run"));
        await Leases.ReleaseAsync(await Grant("b"));
        Assert.Equal((null, 2, false), await Case.Standings.FindAsync("run") is { } released ? (released.Holder, released.Term, released.IsHeld) : default);
    }

    private async Task<Lease> Grant(string holder) =>
        Assert.IsType<LeaseOutcome.Granted>(await Leases.AcquireAsync("run", holder, Minute)).Lease;
}

public sealed class MemoryLeaseStoreTests : LeaseStoreContract<MemoryStoreCase>;

public sealed class SqliteLeaseStoreTests : LeaseStoreContract<SqliteStoreCase>;

public sealed class PostgresLeaseStoreTests : LeaseStoreContract<PostgresStoreCase>;
