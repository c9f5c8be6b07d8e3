using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>
/// Where the actors of a process and the control lane meet: orders go to its node agent, words of nodes to its supervisor, and what the two of one
/// process say to each other takes the short way. Safe from any thread.
/// </summary>
/// <param name="self">This process.</param>
/// <param name="lane">To the others; null where there are none.</param>
public sealed class ControlPost(NodeAddress self, IControlLane? lane = null) : ILaneListener
{
    private volatile ActorRef<NodeMessage>? _node;
    private volatile ActorRef<SupervisorMessage>? _supervisor;
    private volatile ActorRef<SeatMessage>? _seat;

    /// <summary>This process.</summary>
    public NodeAddress Self { get; } = self;

    /// <summary>The node agent of this process; null before it was connected.</summary>
    public ActorRef<NodeMessage>? Node => _node;

    /// <summary>Begins to hear what others say; called once, after <see cref="Connect(ActorRef{NodeMessage})"/>.</summary>
    public void Open() => lane?.Open(this);

    /// <summary>Orders go there from now on.</summary>
    public void Connect(ActorRef<NodeMessage> node) => _node = node;

    /// <summary>Words of nodes, and losses, go there from now on: to the supervisor that lives in this process.</summary>
    public void Connect(ActorRef<SupervisorMessage> supervisor) => _supervisor = supervisor;

    /// <summary>Losses go there too from now on.</summary>
    public void Connect(ActorRef<SeatMessage> seat) => _seat = seat;

    /// <summary>Sends to a process, or to the other actor of this one.</summary>
    public void Send(NodeAddress to, ControlMessage message)
    {
        if (to.Node == Self.Node) Hear(Self, message);
        else lane?.Send(to, message);
    }

    /// <summary>Has the loss of a peer told to supervisor and seat. This process is not lost to itself.</summary>
    public void Watch(NodeAddress peer)
    {
        if (peer.Node != Self.Node) lane?.Watch(peer);
    }

    /// <summary>Takes a watch back.</summary>
    public void Forget(NodeId peer) => lane?.Forget(peer);

    /// <inheritdoc/>
    public void Hear(NodeAddress from, ControlMessage message)
    {
        if (message is SupervisorOrder order) _node?.Tell(new OrderHeard(from, order));
        else if (message is NodeWord word) _supervisor?.Tell(new WordHeard(from, word));
    }

    /// <inheritdoc/>
    public void Lost(NodeId peer, PeerLoss loss, string explanation)
    {
        _supervisor?.Tell(new PeerGone(peer, loss, explanation));

        // Who is refused by the supervisor does not belong to the run, and must not take its seat (G8).
        if (loss != PeerLoss.Refused) _seat?.Tell(new SupervisorLost(peer, loss, explanation));
    }
}
