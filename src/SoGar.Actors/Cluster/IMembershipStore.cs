using SoGar.Actors.Journal;
using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Cluster;

/// <summary>
/// Which nodes there are: one row per name, kept also after its node is gone, so that incarnations are never reused. The clock of the store
/// dates everything; nobody's own clock is trusted. Safe from several threads and processes.
/// </summary>
public interface IMembershipStore
{
    /// <summary>Gives a node of this name a fresh incarnation, larger than all before it; an earlier one, dead or alive, is superseded.</summary>
    /// <param name="name">Of the node.</param>
    /// <param name="offer">What it brings along.</param>
    /// <param name="cancellation">Gives up before the write.</param>
    /// <returns>The node, in state <see cref="NodeState.Joining"/>.</returns>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<Member> JoinAsync(string name, NodeOffer offer, CancellationToken cancellation = default);

    /// <summary>Says that a node is there, and where it stands; refused once the incarnation was superseded, declared lost or has left.</summary>
    /// <param name="node">Who speaks.</param>
    /// <param name="state">Joining, up or draining.</param>
    /// <param name="cancellation">Gives up before the write.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be used now; being silent for its outage is nobody's fault.</exception>
    ValueTask<MembershipOutcome> HeartbeatAsync(NodeId node, NodeState state, CancellationToken cancellation = default);

    /// <summary>A node says that it is gone by its own will; refused like a heartbeat.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<MembershipOutcome> LeaveAsync(NodeId node, CancellationToken cancellation = default);

    /// <summary>A supervisor declares an incarnation lost: its heartbeats are refused from now on. Declaring it twice is accepted.</summary>
    /// <param name="node">Who is lost.</param>
    /// <param name="reason">Why, in words for people.</param>
    /// <param name="supervisor">The lease of the run's supervisor; refused unless it is the newest of its name (G2).</param>
    /// <param name="cancellation">Gives up before the write.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<MembershipOutcome> MarkLostAsync(NodeId node, string reason, Lease supervisor, CancellationToken cancellation = default);

    /// <summary>Asks the present node of that name to drain; it hears so from its next heartbeat. Refused where no node of that name is present.</summary>
    /// <param name="name">Of the node.</param>
    /// <param name="reason">Why, in words for people.</param>
    /// <param name="cancellation">Gives up before the write.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<MembershipOutcome> AskToDrainAsync(string name, string reason, CancellationToken cancellation = default);

    /// <summary>The newest incarnation of every name, those that left or were lost included, in ordinal order of names.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<IReadOnlyList<Member>> ListAsync(CancellationToken cancellation = default);
}
