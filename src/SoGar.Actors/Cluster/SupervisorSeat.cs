using System.Globalization;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Training;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Cluster;

/// <summary>What takes a supervisor's seat.</summary>
/// <param name="Supervisor">Makes the supervisor.</param>
public sealed record SeatedSupervisor(Func<RunSupervisor> Supervisor);

/// <summary>What the seat's own work came to.</summary>
internal abstract record SeatNews : SeatMessage;

/// <summary>The lease store answered.</summary>
internal sealed record LeaseAnswered(LeaseOutcome Outcome, NodeAddress? Holder) : SeatNews;

/// <summary>The supervisor is ready to be started, or the run needs none because it has ended.</summary>
internal sealed record SupervisorPrepared(Lease Lease, SeatedSupervisor? Supervisor) : SeatNews;

/// <summary>The journal could not be read in the name of a fresh lease.</summary>
internal sealed record SeatUnprepared(Lease Lease) : SeatNews;

/// <summary>The store cannot be used now, or a supervisor has just stopped.</summary>
internal sealed record SeatDelayed : SeatNews;

/// <summary>Time to try again.</summary>
internal sealed record TrySeat : SeatNews;

/// <summary>The supervisor of this node has stopped.</summary>
internal sealed record SupervisorStopped(Lease Lease) : SeatNews;

/// <summary>
/// One on every node of a run: tries for the run's lease, and supervises where it is granted. While another node holds it, tells the own node whom to
/// follow and watches that one: when its process is gone the lease is taken at once rather than when it runs out, which is safe because every write
/// carries its term (G2).
/// </summary>
/// <param name="name">Of the lease.</param>
/// <param name="duration">A holder that vanished unseen keeps the seat no longer than this.</param>
/// <param name="leases">Borrowed.</param>
/// <param name="members">Where holders are found.</param>
/// <param name="post">Of this node.</param>
/// <param name="prepare">Reads the journal in the name of a fresh lease; null where the run has ended.</param>
/// <param name="onRunEnd">Called once the run has ended and needs no seat any more.</param>
public sealed class SupervisorSeat(
    string name, TimeSpan duration, ILeaseStore leases, IMembershipStore members, ControlPost post,
    Func<Lease, CancellationToken, Task<SeatedSupervisor?>> prepare, Action? onRunEnd = null) : Actor<SeatMessage>
{
    private Lease? _own;
    private LeaseOutcome.Refused? _other;
    private NodeAddress? _watched;
    private SupervisorLost? _lost;
    private bool _isTrying;

    /// <summary>
    /// A supervisor that lost its lease or its journal gives the seat up; another one finds the run as the journal and the nodes have it. What
    /// nobody foresaw ends the node's life in the run, so that it is seen.
    /// </summary>
    protected override SupervisionPolicy Policy { get; } = new(
    [
        new SupervisionRule(typeof(LeaseLostException), Directive.Stop, "a newer term supervises the run (G2)"),
        new SupervisionRule(typeof(JournalUnavailableException), Directive.Stop, "the next supervisor starts from the journal; training goes on meanwhile"),
    ]);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        post.Connect(Context.Self);
        Try();
    }

    /// <inheritdoc/>
    protected override void Receive(SeatMessage message)
    {
        switch (message)
        {
            case TrySeat when _own is null:
                Try();
                break;
            case LeaseAnswered { Outcome: LeaseOutcome.Granted granted }:
                Prepare(granted.Lease);
                break;
            case LeaseAnswered { Outcome: LeaseOutcome.Refused refused } answered:
                Follow(refused, answered.Holder);
                break;
            case SupervisorPrepared prepared when prepared.Lease.Term != _own?.Term:
                break;   // lost while the journal was read
            case SupervisorPrepared { Supervisor: { } seated } prepared:
                Sit(prepared.Lease, seated);
                break;
            case SupervisorPrepared prepared:
                Leave(prepared.Lease, hasRunEnded: true);
                break;
            case SeatUnprepared unprepared when unprepared.Lease.Term == _own?.Term:
                Leave(unprepared.Lease, hasRunEnded: false);
                break;
            case SeatDelayed:
                _isTrying = false;
                TryLater(duration / 10);
                break;
            case SupervisorLost lost when lost.Node == _watched?.Node:
                _lost = lost;
                if (lost.Loss == PeerLoss.Ended) Seize();
                else AwaitExpiry();
                break;
            case SupervisorStopped stopped when stopped.Lease.Term == _own?.Term:
                Leave(stopped.Lease, hasRunEnded: false);
                break;
        }
    }

    private void Try()
    {
        if (_isTrying || _own is not null) return;
        _isTrying = true;
        Context.PipeToSelf(AskAsync(), answered => answered, _ => new SeatDelayed());
    }

    private async Task<SeatMessage> AskAsync()
    {
        var outcome = await leases.AcquireAsync(name, post.Self.Node.ToString(), duration, Context.Stopping);
        var holder = outcome is LeaseOutcome.Refused { Holder: { } who }
            ? (await members.ListAsync(Context.Stopping)).FirstOrDefault(member => member.Node.ToString() == who)?.Address
            : null;
        return new LeaseAnswered(outcome, holder);
    }

    private void Prepare(Lease lease)
    {
        (_own, _isTrying) = (lease, false);

        // The lease is kept from now on: a long journal takes longer to read than a lease lasts.
        var keeper = Context.Spawn($"lease-{TermOf(lease)}", () => new LeaseKeeper(leases, lease, duration));
        Context.WatchWith(keeper, new SupervisorStopped(lease));
        Context.PipeToSelf(prepare(lease, Context.Stopping), seated => new SupervisorPrepared(lease, seated), _ => new SeatUnprepared(lease));
    }

    private void Sit(Lease lease, SeatedSupervisor seated)
    {
        Unwatch();
        var supervisor = Context.Spawn($"run-{TermOf(lease)}", () => seated.Supervisor(), SpawnOptions.Dedicated);
        Context.WatchWith(supervisor, new SupervisorStopped(lease));
        // It need not find out again what made the seat free.
        if (_lost is { } lost) supervisor.Tell(new PeerGone(lost.Node, lost.Loss, lost.Explanation));
        _lost = null;
    }

    private void Follow(LeaseOutcome.Refused refused, NodeAddress? holder)
    {
        if (refused.Term != _other?.Term) _lost = null;   // somebody else found out
        (_isTrying, _other) = (false, refused);
        if (holder is not null && holder.Node != post.Self.Node)
        {
            if (holder != _watched)
            {
                Unwatch();
                post.Watch(holder);
                _watched = holder;
            }

            post.Node?.Tell(new SupervisorKnown(refused.Term, holder));
        }

        TryLater(duration / 3);
    }

    // Whoever released it meanwhile, or took it, has a newer term than the one that is given back here in its dead holder's name.
    private void Seize()
    {
        Unwatch();
        if (_other is { Holder: { } holder } other)
            Context.PipeToSelf(
                leases.ReleaseAsync(new Lease(name, holder, other.Term, other.ExpiresAt), Context.Stopping).AsTask(), () => new TrySeat(), _ => new TrySeat());
    }

    // Silent to this node is not gone: where the network between the two is cut, a supervisor that others hear, and the store, keeps the seat. One that
    // hangs lets its lease run out about when its silence is noticed.
    private void AwaitExpiry()
    {
        Unwatch();
        TryLater(duration / 10);
    }

    private void Leave(Lease lease, bool hasRunEnded)
    {
        _own = null;
        foreach (var child in Context.Children) child.Stop();
        var released = leases.ReleaseAsync(lease, CancellationToken.None).AsTask();
        if (!hasRunEnded)
        {
            // Whatever ended it may last a while: not at once again, and another node may be luckier.
            _isTrying = true;
            Context.PipeToSelf(released, () => new SeatDelayed(), _ => new SeatDelayed());
            return;
        }

        onRunEnd?.Invoke();
        Context.StopSelf();
    }

    private void TryLater(TimeSpan delay) => Context.Timers.StartSingle("try", new TrySeat(), delay);

    private static string TermOf(Lease lease) => lease.Term.ToString(CultureInfo.InvariantCulture);

    private void Unwatch()
    {
        if (_watched is not null) post.Forget(_watched.Node);
        _watched = null;
    }
}
