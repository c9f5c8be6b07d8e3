using System.Runtime.CompilerServices;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Protocol.Cluster;

namespace SoGar.TestKit.World;

/// <summary>The store as single processes see it.</summary>
public sealed partial class SimulatedStore
{
    private sealed class NodeJournal(SimulatedStore store, SimulatedNode node) : IJournal
    {
        public async ValueTask<AppendOutcome> AppendAsync(
            string stream, long expectedVersion, long term, IReadOnlyList<object> events, CancellationToken cancellation = default) =>
            await store.CallAsync(node, () => store.Append(node, stream, expectedVersion, term, events), cancellation, isAppend: true);

        public async IAsyncEnumerable<JournalEntry> ReadAsync(
            string stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            var entries = await store.CallAsync(
                node, () => store.Journal.ReadAsync(stream, fromVersion, cancellation).ToBlockingEnumerable(cancellation).ToList(), cancellation);
            foreach (var entry in entries) yield return entry;
        }

        public async ValueTask<IReadOnlyList<StreamHead>> StreamsAsync(string prefix = "", CancellationToken cancellation = default) =>
            await store.CallAsync(node, () => store.Journal.StreamsAsync(prefix).AsTask().Result, cancellation);
    }

    private sealed class NodeLeases(SimulatedStore store, SimulatedNode node) : ILeaseStore
    {
        public async ValueTask<LeaseOutcome> AcquireAsync(string name, string holder, TimeSpan duration, CancellationToken cancellation = default) =>
            Told(await store.CallAsync(node, () => store.Leases.AcquireAsync(name, holder, duration).AsTask().Result, cancellation));

        public async ValueTask<LeaseOutcome> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellation = default) =>
            Told(await store.CallAsync(node, () => store.Leases.RenewAsync(lease, duration).AsTask().Result, cancellation));

        public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellation = default) =>
            await store.CallAsync(node, () => store.Leases.ReleaseAsync(lease).AsTask().IsCompletedSuccessfully, cancellation);

        private LeaseOutcome Told(LeaseOutcome outcome)
        {
            if (outcome is LeaseOutcome.Granted granted) store._world.Tell(new LeaseHeld(node.Id, granted.Lease));
            return outcome;
        }
    }

    private sealed class NodeMembership(SimulatedStore store, SimulatedNode node) : IMembershipStore
    {
        public ValueTask<Member> JoinAsync(string name, NodeOffer offer, CancellationToken cancellation = default) =>
            AskAsync(members => members.JoinAsync(name, offer, CancellationToken.None), cancellation);

        public ValueTask<MembershipOutcome> HeartbeatAsync(NodeId who, NodeState state, CancellationToken cancellation = default) =>
            AskAsync(members => members.HeartbeatAsync(who, state, CancellationToken.None), cancellation);

        public ValueTask<MembershipOutcome> LeaveAsync(NodeId who, CancellationToken cancellation = default) =>
            AskAsync(members => members.LeaveAsync(who, CancellationToken.None), cancellation);

        public ValueTask<MembershipOutcome> MarkLostAsync(NodeId who, string reason, Lease supervisor, CancellationToken cancellation = default) =>
            AskAsync(members => members.MarkLostAsync(who, reason, supervisor, CancellationToken.None), cancellation);

        public ValueTask<MembershipOutcome> AskToDrainAsync(string name, string reason, CancellationToken cancellation = default) =>
            AskAsync(members => members.AskToDrainAsync(name, reason, CancellationToken.None), cancellation);

        public ValueTask<IReadOnlyList<Member>> ListAsync(CancellationToken cancellation = default) =>
            AskAsync(members => members.ListAsync(CancellationToken.None), cancellation);

        // The memory stores answer at once; what takes time is the way.
        private async ValueTask<TResult> AskAsync<TResult>(Func<IMembershipStore, ValueTask<TResult>> ask, CancellationToken cancellation) =>
            await store.CallAsync(node, () => ask(store.Membership).AsTask().Result, cancellation);
    }
}
