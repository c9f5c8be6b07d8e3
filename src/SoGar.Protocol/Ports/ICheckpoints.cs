using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Ports;

/// <summary>Keeps the states that a run can go on from (G6).</summary>
public interface ICheckpoints
{
    /// <summary>
    /// Copies the state after <paramref name="done"/> steps aside. Called on the trainer's thread between two steps; the only part that training waits for.
    /// </summary>
    /// <param name="done">Applied steps.</param>
    /// <param name="replica">The replica of this node that is copied, with the node's teacher.</param>
    /// <param name="mandatory">Whether the copy is made even where earlier ones still wait to be written.</param>
    /// <returns>The copy, or null where earlier ones still wait and this one is not mandatory.</returns>
    IStagedState? Stage(long done, int replica, bool mandatory);

    /// <summary>
    /// Writes a staged state so that it is found whole or not at all, and drops what retention no longer wants. Called on the writer's thread.
    /// </summary>
    /// <param name="staged">Stays the caller's.</param>
    /// <param name="term">The supervisor's term in which the state was computed; an older one than the store has seen is refused (G2).</param>
    /// <exception cref="IOException">The disk refused, or holds another state of the same step; nothing was accepted.</exception>
    CheckpointReceipt Write(IStagedState staged, long term);

    /// <summary>
    /// Moves a checkpoint to where it is none any more, and stays for people to see: it holds another state than its step's, and the right one may have to be
    /// written. Called on the writer's thread.
    /// </summary>
    /// <param name="done">Steps that it says it holds.</param>
    /// <param name="odd">Digests of the state that it holds; one with others is left alone.</param>
    /// <exception cref="IOException">The disk refused; it is where it was.</exception>
    void SetAside(long done, StateDigests odd);
}

/// <summary>A copy of a run's state in staging memory; given back by disposing it.</summary>
public interface IStagedState : IDisposable
{
    /// <summary>Steps that the state holds.</summary>
    long Done { get; }
}

/// <summary>Where a checkpoint stands and what it holds.</summary>
public sealed record CheckpointReceipt(long Done, string Folder, long Bytes, StateDigests Digests);
