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
