using SoGar.Actors.Journal;
using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Cluster;

/// <summary>Membership that lasts as long as the object: for tests and the simulator.</summary>
/// <param name="leases">Where supervisors' leases are; whoever declares a node lost must hold the newest.</param>
/// <param name="clock">The clock of the store.</param>
public sealed class MemoryMembershipStore(MemoryLeaseStore leases, TimeProvider clock) : IMembershipStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Member> _members = new(StringComparer.Ordinal);

    private DateTimeOffset Now => JournalRules.ToMilliseconds(clock.GetUtcNow());

    /// <inheritdoc/>
    public ValueTask<Member> JoinAsync(string name, NodeOffer offer, CancellationToken cancellation = default)
    {
        lock (_lock) return ValueTask.FromResult(_members[name] = MembershipRules.Join(Find(name), name, offer, Now));
    }

    /// <inheritdoc/>
    public ValueTask<MembershipOutcome> HeartbeatAsync(NodeId node, NodeState state, CancellationToken cancellation = default) =>
        Decide(node.Name, known => MembershipRules.Heartbeat(known, node, state, Now));

    /// <inheritdoc/>
    public ValueTask<MembershipOutcome> LeaveAsync(NodeId node, CancellationToken cancellation = default) =>
        Decide(node.Name, known => MembershipRules.Leave(known, node, Now));

    /// <inheritdoc/>
    public ValueTask<MembershipOutcome> MarkLostAsync(NodeId node, string reason, Lease supervisor, CancellationToken cancellation = default) =>
        Decide(node.Name, known => MembershipRules.MarkLost(known, node, reason, leases.IsNewest(supervisor)));

    /// <inheritdoc/>
    public ValueTask<MembershipOutcome> AskToDrainAsync(string name, string reason, CancellationToken cancellation = default) =>
        Decide(name, known => MembershipRules.AskToDrain(known, name, reason));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Member>> ListAsync(CancellationToken cancellation = default)
    {
        lock (_lock) return ValueTask.FromResult<IReadOnlyList<Member>>([.. _members.Keys.Select(name => Find(name)!)]);
    }

    private Member? Find(string name) => _members.GetValueOrDefault(name) is { } known ? known with { Silence = Now - known.HeardAt } : null;

    private ValueTask<MembershipOutcome> Decide(string name, Func<Member?, MembershipOutcome> decide)
    {
        lock (_lock)
        {
            var outcome = decide(Find(name));
            if (outcome is MembershipOutcome.Accepted accepted) _members[name] = accepted.Member;
            return ValueTask.FromResult(outcome);
        }
    }
}
