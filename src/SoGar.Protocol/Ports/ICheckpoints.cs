using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Ports;

/// <summary>Keeps the states that a run can go on from (G6).</summary>
public interface ICheckpoints
{
    /// <summary>
    /// Copies the state after <paramref name="done"/> steps aside. Called on the trainer's thread between two steps; the only part that training waits for.
    /// </summary>
    /// <param name="done">Applied steps.</param>
    /// <param name="from">The trainer whose student, and whose node's teacher, are copied.</param>
    /// <param name="mandatory">Whether the copy is made even where earlier ones still wait to be written.</param>
    /// <returns>The copy, or null where earlier ones still wait and this one is not mandatory.</returns>
    IStagedState? Stage(long done, TrainerId from, bool mandatory);

    /// <summary>Writes a staged state so that it is found whole or not at all, and drops what retention no longer wants. Called on the writer's thread.</summary>
    /// <exception cref="IOException">The disk refused; nothing was accepted.</exception>
    CheckpointReceipt Write(IStagedState staged);
}

/// <summary>A copy of a run's state in staging memory; given back by disposing it.</summary>
public interface IStagedState : IDisposable
{
    /// <summary>Steps that the state holds.</summary>
    long Done { get; }
}

/// <summary>Where a checkpoint stands and what it holds.</summary>
public sealed record CheckpointReceipt(long Done, string Folder, long Bytes, StateDigests Digests);
