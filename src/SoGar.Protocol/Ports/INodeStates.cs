using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Ports;

/// <summary>Moves whole states between nodes, and out of checkpoints. Called on the courier's thread, which may block.</summary>
public interface INodeStates
{
    /// <summary>Lets peers copy a state; what was offered before is withdrawn.</summary>
    /// <param name="staged">The port's from now on.</param>
    /// <param name="fingerprint">Of the state.</param>
    /// <returns>Where from, and how it is checked.</returns>
    StateOfPeer Offer(IStagedState staged, StepFingerprint fingerprint);

    /// <summary>Ends the offer, if there is one.</summary>
    void Withdraw();

    /// <summary>Gets a state and checks it against the digests of its source.</summary>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="IOException">It cannot be had, or other bytes came than were promised; says which.</exception>
    Task<IStateCopy> TakeAsync(StateSource source, CancellationToken stopping);
}

/// <summary>A whole state in memory, for students and the teacher of a node to adopt.</summary>
public interface IStateCopy : IDisposable
{
    /// <summary>Steps that the state has behind it.</summary>
    long Done { get; }
}
