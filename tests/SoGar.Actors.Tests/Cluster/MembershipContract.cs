using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Tests.Journal;
using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Tests.Cluster;

/// <summary>What every membership store keeps to; derived classes say how one is opened.</summary>
public abstract class MembershipContract<TCase> : StoreContract<TCase>
    where TCase : StoreCase, new()
{
    private static readonly NodeOffer Offer = new("ws://10.0.0.2:7401", "10.0.0.2", "cpu avx2 bfloat16", 2, "cpu");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private IMembershipStore Members => Case.Members;

    [Fact]
    public async Task A_store_nobody_joined_is_empty() => Assert.Empty(await Members.ListAsync());

    [Fact]
    public async Task A_node_that_joins_is_listed_with_all_that_it_offers()
    {
        var joined = await Members.JoinAsync("a", Offer);

        Assert.Equal(new Member(new NodeId("a", 1), Offer, NodeState.Joining, "", false, Case.Now, Case.Now, TimeSpan.Zero), joined);
        Assert.Equal([joined], await Members.ListAsync());
    }

    [Fact]
    public async Task An_incarnation_is_never_given_twice_whatever_became_of_the_one_before()
    {
        var lost = await Members.JoinAsync("a", Offer);
        await Members.MarkLostAsync(lost.Node, "silent", await SupervisorAsync());
        var left = await Members.JoinAsync("a", Offer);
        await Members.LeaveAsync(left.Node);
        var alive = await Members.JoinAsync("a", Offer);
        var youngest = await Members.JoinAsync("a", Offer with { Trainers = 3 });

        Assert.Equal([1, 2, 3, 4], new[] { lost, left, alive, youngest }.Select(member => member.Node.Incarnation));
        Assert.Equal([youngest], await Members.ListAsync());
    }

    [Fact]
    public async Task A_heartbeat_says_where_the_node_stands_and_ends_its_silence()
    {
        var joined = await Members.JoinAsync("a", Offer);
        await Case.MoveClockAsync(Minute);

        Assert.Equal(Minute, Assert.Single(await Members.ListAsync()).Silence);
        var heard = joined with { State = NodeState.Up, HeardAt = Case.Now };
        Assert.Equal(new MembershipOutcome.Accepted(heard), await Members.HeartbeatAsync(joined.Node, NodeState.Up));
        Assert.Equal([heard], await Members.ListAsync());
    }

    [Fact]
    public async Task A_superseded_incarnation_is_refused_with_the_one_that_replaced_it()
    {
        var old = await Members.JoinAsync("a", Offer);
        var young = await Members.JoinAsync("a", Offer);

        var refused = new MembershipOutcome.Refused(MembershipRefusal.Superseded, old.Node, young);
        Assert.Equal(refused, await Members.HeartbeatAsync(old.Node, NodeState.Up));
        Assert.Equal(refused, await Members.LeaveAsync(old.Node));
        Assert.Equal(refused, await Members.MarkLostAsync(old.Node, "silent", await SupervisorAsync()));
        Assert.Equal([young], await Members.ListAsync());
        Assert.Contains("a#2", refused.Explanation);
    }

    [Fact]
    public async Task A_node_that_was_declared_lost_hears_why_and_is_not_heard_again()
    {
        var node = (await Members.JoinAsync("a", Offer)).Node;
        Assert.IsType<MembershipOutcome.Accepted>(await Members.MarkLostAsync(node, "no word for 2 s", await SupervisorAsync()));

        var refused = Assert.IsType<MembershipOutcome.Refused>(await Members.HeartbeatAsync(node, NodeState.Up));
        Assert.Equal(MembershipRefusal.DeclaredLost, refused.Reason);
        Assert.Contains("no word for 2 s", refused.Explanation);
        Assert.Equal(NodeState.Lost, Assert.Single(await Members.ListAsync()).State);
    }

    [Fact]
    public async Task A_loss_that_is_declared_twice_keeps_its_first_reason()
    {
        var node = (await Members.JoinAsync("a", Offer)).Node;
        var supervisor = await SupervisorAsync();
        await Members.MarkLostAsync(node, "first", supervisor);

        Assert.IsType<MembershipOutcome.Accepted>(await Members.MarkLostAsync(node, "second", supervisor));
        Assert.Equal("first", Assert.Single(await Members.ListAsync()).Explanation);
    }

    [Fact]
    public async Task A_deposed_supervisor_cannot_declare_anybody_lost()   // G2
    {
        var node = (await Members.JoinAsync("a", Offer)).Node;
        var deposed = await SupervisorAsync();
        await Case.MoveClockAsync(Minute + Minute);
        var heir = await SupervisorAsync("heir");

        var refused = Assert.IsType<MembershipOutcome.Refused>(await Members.MarkLostAsync(node, "silent", deposed));
        Assert.Equal(MembershipRefusal.NotSupervisor, refused.Reason);
        Assert.True(Assert.Single(await Members.ListAsync()).IsPresent);
        Assert.IsType<MembershipOutcome.Accepted>(await Members.MarkLostAsync(node, "silent", heir));
    }

    [Fact]
    public async Task A_lease_that_was_given_back_declares_nobody_lost()   // G2
    {
        var node = (await Members.JoinAsync("a", Offer)).Node;
        var supervisor = await SupervisorAsync();
        await Case.Leases.ReleaseAsync(supervisor);

        Assert.IsType<MembershipOutcome.Refused>(await Members.MarkLostAsync(node, "silent", supervisor));
    }

    [Fact]
    public async Task A_node_that_left_is_listed_as_such_and_is_not_heard_again()
    {
        var node = (await Members.JoinAsync("a", Offer)).Node;
        Assert.IsType<MembershipOutcome.Accepted>(await Members.LeaveAsync(node));

        Assert.Equal(NodeState.Left, Assert.Single(await Members.ListAsync()).State);
        Assert.Equal(
            MembershipRefusal.HasLeft, Assert.IsType<MembershipOutcome.Refused>(await Members.HeartbeatAsync(node, NodeState.Up)).Reason);
    }

    [Fact]
    public async Task An_incarnation_that_the_store_never_gave_is_unknown()
    {
        await Members.JoinAsync("a", Offer);

        foreach (var stranger in (NodeId[])[new("a", 2), new("b", 1)])
        {
            var refused = Assert.IsType<MembershipOutcome.Refused>(await Members.HeartbeatAsync(stranger, NodeState.Up));
            Assert.Equal(MembershipRefusal.Unknown, refused.Reason);
        }
    }

    [Fact]
    public async Task A_node_hears_from_its_heartbeat_that_it_is_asked_to_drain()
    {
        var node = (await Members.JoinAsync("a", Offer)).Node;
        Assert.IsType<MembershipOutcome.Accepted>(await Members.AskToDrainAsync("a", "the machine is wanted"));

        var heard = Assert.IsType<MembershipOutcome.Accepted>(await Members.HeartbeatAsync(node, NodeState.Draining)).Member;
        Assert.True(heard.IsDrainAsked);
        Assert.Equal("the machine is wanted", heard.Explanation);
        Assert.False((await Members.JoinAsync("a", Offer)).IsDrainAsked);
    }

    [Fact]
    public async Task Nobody_is_asked_to_drain_who_is_not_there()
    {
        Assert.Equal(
            new MembershipOutcome.Refused(MembershipRefusal.Unknown, new NodeId("a", 0), null), await Members.AskToDrainAsync("a", "go"));
        await Members.LeaveAsync((await Members.JoinAsync("a", Offer)).Node);
        Assert.Equal(
            MembershipRefusal.HasLeft, Assert.IsType<MembershipOutcome.Refused>(await Members.AskToDrainAsync("a", "go")).Reason);
    }

    [Fact]
    public async Task Nodes_are_listed_by_name()
    {
        foreach (var name in (string[])["node-b", "Node", "node-a"]) await Members.JoinAsync(name, Offer);

        Assert.Equal(["Node", "node-a", "node-b"], (await Members.ListAsync()).Select(member => member.Node.Name));
    }

    [Fact]
    public async Task Of_many_processes_that_join_under_one_name_each_gets_an_incarnation_of_its_own()
    {
        var joined = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Members.JoinAsync("a", Offer))));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], joined.Select(member => member.Node.Incarnation).Order());
        Assert.Equal(8, Assert.Single(await Members.ListAsync()).Node.Incarnation);
    }

    private async Task<Lease> SupervisorAsync(string holder = "supervisor") =>
        Assert.IsType<LeaseOutcome.Granted>(await Case.Leases.AcquireAsync("run/x", holder, Minute)).Lease;
}

public sealed class MemoryMembershipTests : MembershipContract<MemoryStoreCase>;

public sealed class SqliteMembershipTests : MembershipContract<SqliteStoreCase>;

public sealed class PostgresMembershipTests : MembershipContract<PostgresStoreCase>;
