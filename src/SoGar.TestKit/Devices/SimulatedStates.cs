using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.TestKit.Devices;

/// <summary>The states of a node that has no peers: its checkpoints, and the beginning.</summary>
internal sealed class SimulatedStates(SimulatedCheckpoints shelf, ulong seed) : INodeStates
{
    public StateOfPeer Offer(IStagedState staged, StepFingerprint fingerprint) =>
        throw new InvalidOperationException("a run in one process has no peers that a state could be offered to");

    public void Withdraw()
    {
        // Nothing is ever offered.
    }

    public Task<IStateCopy> TakeAsync(StateSource source, CancellationToken stopping) => Task.FromResult<IStateCopy>(source switch
    {
        StateOfCheckpoint checkpoint when shelf.Written.TryGetValue(checkpoint.Done, out var written) => new SimulatedCopy(written),
        StateOfBeginning => new SimulatedCopy(SimulatedState.Initial(seed)),
        _ => throw new IOException($"{source} cannot be read here"),
    });
}

/// <summary>A state on its way into a replica.</summary>
internal sealed record SimulatedCopy(SimulatedState State) : IStateCopy
{
    public long Done => State.Done;

    public void Dispose()
    {
        // A record in managed memory.
    }
}
