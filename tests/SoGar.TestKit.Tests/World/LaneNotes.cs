using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.World;

internal sealed record Note(int Number) : ControlMessage;

/// <summary>Keeps what one node's lane says.</summary>
internal sealed class LaneNotes : ILaneListener
{
    public List<int> Heard { get; } = [];

    public List<(string Peer, PeerLoss Loss)> Lost { get; } = [];

    public static LaneNotes On(SimulatedNode node)
    {
        var notes = new LaneNotes();
        node.Lane.Open(notes);
        return notes;
    }

    public void Hear(NodeAddress from, ControlMessage message) => Heard.Add(((Note)message).Number);

    void ILaneListener.Lost(NodeId peer, PeerLoss loss, string explanation) => Lost.Add((peer.Name, loss));
}
