using SoGar.Protocol;

namespace SoGar.Compute.Training;

/// <summary>Whose checkpoints a node writes and reads, and where.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Recipe">Digest of what of the recipe the result depends on.</param>
/// <param name="Checkpoints">The folder of the run's checkpoints.</param>
public sealed record RunHome(string Run, Digest Recipe, string Checkpoints)
{
    /// <summary>The folder, beside that of the checkpoints, of steps that were refused because they were not finite.</summary>
    public string Refused => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Checkpoints))!, "refused");
}
