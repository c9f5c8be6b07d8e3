using SoGar.Compute.Checkpoints;

namespace SoGar.Host.Running;

/// <summary>Finds checkpoints by the name of their run.</summary>
internal static class CheckpointShelf
{
    /// <summary>The checkpoints of a run; there is at least one.</summary>
    /// <exception cref="RunException">There is none.</exception>
    public static CheckpointStore Open(RunsFolder runs, string run)
    {
        var store = new CheckpointStore(runs.CheckpointsOf(RunNames.Require(run)));
        return store.List().IsEmpty
            ? throw new RunException($"{store.Root}: no checkpoints here; './sogar runs' lists the runs, and --runs DIR names another folder")
            : store;
    }

    /// <summary>The checkpoint of a step, or the newest whole one where none is named.</summary>
    /// <exception cref="RunException">None is whole.</exception>
    /// <exception cref="CheckpointBrokenException">The one that is named is not whole.</exception>
    public static Checkpoint Find(CheckpointStore store, long? step) =>
        step is { } named ? store.Open(named)
        : store.NewestWhole() is { Checkpoint: { } newest } ? newest
        : throw new RunException($"{store.Root}: no checkpoint here is whole; './sogar checkpoint verify' says what is wrong with each");
}
