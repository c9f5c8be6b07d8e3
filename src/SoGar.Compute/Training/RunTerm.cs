using SoGar.Protocol;

namespace SoGar.Compute.Training;

/// <summary>In whose name checkpoints are written, and where.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Recipe">Digest of what of the recipe the result depends on.</param>
/// <param name="Term">The supervisor's term; the store refuses an older one (G2).</param>
/// <param name="Checkpoints">The folder of the run's checkpoints.</param>
public sealed record RunTerm(string Run, Digest Recipe, long Term, string Checkpoints);
