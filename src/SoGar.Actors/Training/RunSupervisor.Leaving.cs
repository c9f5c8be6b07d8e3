using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;

namespace SoGar.Actors.Training;

/// <summary>
/// How nodes leave: a generation begins without them, and once the journal says that they left they may go. The supervisor's own node may be among them,
/// and what it has not written by then nobody writes: its successor would look for a node that had left in good order.
/// </summary>
public sealed partial class RunSupervisor
{
    private readonly Dictionary<NodeId, Leaver> _leavers = [];

    private void DismissLeavers()
    {
        foreach (var peer in _peers.Values.Where(peer => peer.Leaving is not null).ToList())
        {
            _peers.Remove(peer.Node.Name);
            _leavers[peer.Node] = new Leaver(peer.Address, peer.Leaving!, Context.Clock.GetTimestamp());
            Record([new NodeLeft(peer.Node.ToString(), peer.Leaving!)]);
        }
    }

    private void NoteRecorded(NodeLeft left)
    {
        foreach (var leaver in _leavers.Values.Where(leaver => leaver.Address.Node.ToString() == left.Node)) Release(leaver);
    }

    // Notice that a machine goes away is short: it does not wait for a store that is away too.
    private void ReleaseTheImpatient()
    {
        var limit = _recipe.Cluster.Detection + Patience;
        foreach (var leaver in _leavers.Values.Where(leaver => !leaver.MayGo && Context.Clock.GetElapsedTime(leaver.Since) > limit)) Release(leaver);
    }

    /// <summary>Hears a node that is leaving out: it may have missed that it may go.</summary>
    /// <returns>Whether it is one.</returns>
    private bool HearLeaver(NodeId node)
    {
        if (!_leavers.TryGetValue(node, out var leaver)) return false;
        if (leaver.MayGo) Release(leaver);
        return true;
    }

    private bool ForgetLeaver(NodeId node)
    {
        if (!_leavers.Remove(node)) return false;
        post.Forget(node);
        return true;
    }

    private void Release(Leaver leaver)
    {
        leaver.MayGo = true;
        post.Send(leaver.Address, new Release(plan.Term, leaver.Reason, RunHasEnded: false));
    }

    /// <summary>A node that is in no generation any more.</summary>
    private sealed class Leaver(NodeAddress address, string reason, long since)
    {
        public NodeAddress Address { get; } = address;

        public string Reason { get; } = reason;

        /// <summary>When the first generation without it began.</summary>
        public long Since { get; } = since;

        public bool MayGo { get; set; }
    }
}
