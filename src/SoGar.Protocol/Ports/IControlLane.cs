using SoGar.Protocol.Cluster;

namespace SoGar.Protocol.Ports;

/// <summary>
/// Carries small messages between node processes. At most once, in order from one sender to one recipient; connections are opened when first
/// needed and again after they broke. Heartbeats are the lane's own and never wait behind messages. Safe from any thread.
/// </summary>
public interface IControlLane
{
    /// <summary>Begins to hear; called once, before the first <see cref="Send"/>.</summary>
    void Open(ILaneListener listener);

    /// <summary>Hands a message over for sending and returns at once.</summary>
    /// <returns>False when it was dropped because too much waits for this peer already.</returns>
    bool Send(NodeAddress to, ControlMessage message);

    /// <summary>From now on watches the peer: <see cref="ILaneListener.Lost"/> is called once if it ends or falls silent for the detection time.</summary>
    void Watch(NodeAddress peer);

    /// <summary>Takes a watch back and lets the connection go.</summary>
    void Forget(NodeId peer);
}

/// <summary>Hears what comes over a lane. Called on the lane's threads, one call at a time per peer; must not block.</summary>
public interface ILaneListener
{
    /// <summary>A message arrived.</summary>
    /// <param name="from">Who sent it, authenticated where the lane does so.</param>
    /// <param name="message">What it says.</param>
    void Hear(NodeAddress from, ControlMessage message);

    /// <summary>A watched peer is gone, or cannot be heard.</summary>
    void Lost(NodeId peer, PeerLoss loss, string explanation);
}

/// <summary>How a peer was lost.</summary>
public enum PeerLoss
{
    /// <summary>Its process has ended: the connection was reset and a new one is refused, or another incarnation answers.</summary>
    Ended,

    /// <summary>Nothing was heard from it for the detection time: hung, paused or cut off.</summary>
    Silent,

    /// <summary>It refused us, or we it: wrong token, certificate or version.</summary>
    Refused,
}
