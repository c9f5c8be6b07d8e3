using System.Collections.Immutable;
using SoGar.Protocol;

namespace SoGar.Compute.Checkpoints;

/// <summary>The whole state after one step, ready to be written.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Step">Steps that the state has behind it.</param>
/// <param name="Term">The supervisor's term; a store that knows a later one refuses the snapshot (G2).</param>
/// <param name="Recipe">Digest of the resolved recipe.</param>
/// <param name="Parts">One per file; those of student, teacher and optimizer must be among them.</param>
public sealed record CheckpointSnapshot(string Run, long Step, long Term, Digest Recipe, ImmutableArray<CheckpointPart> Parts);

/// <summary>Digests of the three states of a run (G3, G5).</summary>
public sealed record StateDigests(Digest Student, Digest Teacher, Digest Optimizer)
{
    /// <summary>The digests of the parts called <see cref="CheckpointPart.Student"/>, <see cref="CheckpointPart.Teacher"/> and
    /// <see cref="CheckpointPart.Optimizer"/>.</summary>
    /// <exception cref="ArgumentException">One of the three is missing.</exception>
    public static StateDigests Of(IReadOnlyCollection<CheckpointPart> parts)
    {
        Digest Find(string fileName) => StateDigest.Of(
            (parts.OfType<TensorPart>().FirstOrDefault(part => part.FileName == fileName)
             ?? throw new ArgumentException($"a snapshot needs {fileName}; it has {string.Join(", ", parts.Select(part => part.FileName))}")).Tensors);
        return new StateDigests(Find(CheckpointPart.Student), Find(CheckpointPart.Teacher), Find(CheckpointPart.Optimizer));
    }
}
