using SoGar.Protocol;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.World;

/// <summary>States as they come to a simulated node: from peers, from its disk, or from the beginning; none is taken on trust.</summary>
internal sealed class SimulatedNodeStates(SimulatedWorld world, SimulatedNode node, SimulatedDisk disk) : INodeStates
{
    private string? _offered;

    public StateOfPeer Offer(IStagedState staged, StepFingerprint fingerprint)
    {
        Withdraw();
        var bytes = SimulatedDisk.Encode(((SimulatedStagedState)staged).State);
        _offered = node.States.Serve(bytes.Length, stream => stream.Write(bytes));
        return new StateOfPeer(node.Address, _offered, bytes.Length, staged.Done, fingerprint, Digest.Of(bytes));
    }

    public void Withdraw()
    {
        if (_offered is not null) node.States.Withdraw(_offered);
        _offered = null;
    }

    public async Task<IStateCopy> TakeAsync(StateSource source, CancellationToken stopping)
    {
        switch (source)
        {
            case StateOfPeer peer:
                using (var stream = await node.States.OpenAsync(peer, stopping))
                using (var bytes = new MemoryStream())
                {
                    stream.CopyTo(bytes);
                    var content = bytes.ToArray();
                    return Digest.Of(content) == peer.Content
                        ? new SimulatedStateCopy(SimulatedDisk.Decode(content), peer.Donor.Node.ToString())
                        : throw new IOException(
                            $"{peer.Donor.Node} sent {content.Length} bytes with digest {Digest.Of(content)}; {peer.Bytes} bytes with {peer.Content} were " +
                            "promised");
                }

            case StateOfCheckpoint checkpoint:
                return Load(checkpoint);
            default:
                return new SimulatedStateCopy(SimulatedState.Initial(world.Seed), "the beginning");
        }
    }

    private SimulatedStateCopy Load(StateOfCheckpoint checkpoint)
    {
        foreach (var whole in disk.Whole(world.Flaws.TrustsDisks))
        {
            if (whole.Done != checkpoint.Done || whole.Digests != checkpoint.Digests) continue;
            world.Tell(new CheckpointAccepted(node.Id, whole.Folder, whole.Done, whole.IsWhole));
            return new SimulatedStateCopy(whole.State, whole.Folder);
        }

        throw new IOException($"{node.Id} has no whole checkpoint of {checkpoint.Done} steps any more");
    }
}

/// <summary>A state in a simulated node's memory, not adopted yet.</summary>
internal sealed record SimulatedStateCopy(SimulatedState State, string Source) : IStateCopy
{
    public long Done => State.Done;

    public void Dispose()
    {
        // A record in managed memory.
    }
}

/// <summary>A state set aside on a simulated node.</summary>
internal sealed record SimulatedStagedState(SimulatedState State) : IStagedState
{
    public long Done => State.Done;

    public void Dispose()
    {
        // A record in managed memory.
    }
}

/// <summary>The checkpoints of a simulated node.</summary>
internal sealed class SimulatedNodeCheckpoints(SimulatedNodeDevices devices, SimulatedDisk disk, int keep) : ICheckpoints
{
    public IStagedState? Stage(long done, int replica, bool mandatory) => new SimulatedStagedState(devices.StateOf(replica));

    public CheckpointReceipt Write(IStagedState staged, long term) => disk.Write(((SimulatedStagedState)staged).State, term, keep);

    public void SetAside(long done, StateDigests odd) => disk.SetAside(done, odd);
}
