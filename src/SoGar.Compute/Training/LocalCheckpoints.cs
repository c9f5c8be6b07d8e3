using System.Collections.Immutable;
using SoGar.Compute.Checkpoints;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Training;

/// <summary>The checkpoints of a run in a folder of this machine.</summary>
/// <param name="home">Whose they are, and where.</param>
/// <param name="recipe">What is kept.</param>
/// <param name="partsOf">The live state that a replica's student, its optimizer and the node's teacher make up; borrowed between two steps.</param>
public sealed class LocalCheckpoints(RunHome home, CheckpointRecipe recipe, Func<int, ImmutableArray<TensorPart>> partsOf) : ICheckpoints
{
    // Two: one is being written while the next is copied. A disk that is slower still gets fewer checkpoints, not more memory.
    private readonly StagingMemory _staging = new(slots: 2);
    private readonly CheckpointWriter _writer = new(new CheckpointStore(home.Checkpoints));

    /// <summary>Takes staging memory for the state of a replica before the first step, so that its first checkpoint waits for the copy alone.</summary>
    public void Reserve(int replica) => _staging.Reserve(partsOf(replica));

    /// <inheritdoc/>
    public IStagedState? Stage(long done, int replica, bool mandatory)
    {
        var parts = partsOf(replica);
        var staged = _staging.TryStage(parts) ?? (mandatory ? new StagingMemory().TryStage(parts) : null);
        return staged is null ? null : new Staged(done, staged);
    }

    /// <inheritdoc/>
    public CheckpointReceipt Write(IStagedState staged, long term)
    {
        var state = (Staged)staged;
        var manifest = _writer.Write(new CheckpointSnapshot(home.Run, state.Done, term, home.Recipe, [.. state.Copy.Parts]));
        _writer.Prune(RetentionRule.Of(recipe));
        var folder = new CheckpointStore(home.Checkpoints).DirectoryOf(state.Done);
        return new CheckpointReceipt(state.Done, folder, manifest.Files.Sum(file => file.Bytes), manifest.States);
    }

    /// <inheritdoc/>
    public void SetAside(long done, StateDigests odd) => _writer.SetAside(done, odd);

    internal sealed record Staged(long Done, StagedState Copy) : IStagedState
    {
        public void Dispose() => Copy.Dispose();
    }
}
