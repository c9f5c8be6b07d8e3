using SoGar.Compute.Torch;

namespace SoGar.Compute.Methods;

/// <summary>
/// A first-in first-out queue of keys in a run's committed state, as MoCo's: what lies beyond a shard's own samples comes from steps that are
/// committed, so no shard depends on another one of its step. Every step appends its keys in the order of shards; where the oldest lie follows from
/// the number of the step alone.
/// </summary>
/// <param name="name">Of the committed tensor and of the sum that feeds it.</param>
/// <param name="capacity">Rows; the oldest are overwritten.</param>
/// <param name="width">Floats of a key.</param>
/// <param name="rowsPerShard">Keys that each shard of each step appends.</param>
/// <param name="shards">Shards of a step.</param>
public sealed class KeyQueue(string name, int capacity, int width, int rowsPerShard, int shards)
{
    /// <summary>What the method declares as committed.</summary>
    public CommittedTensor Tensor => new(name, capacity, width);

    /// <summary>What the method declares as summed; shards write their keys into it by <see cref="ShardContribution.Rows"/>.</summary>
    public SummedTensor Keys => new(name, SumKind.Gather, rowsPerShard, width);

    /// <summary>Rows that hold keys before <paramref name="step"/>.</summary>
    public int FilledAt(long step) => (int)Math.Min(capacity, step * RowsPerStep);

    /// <summary>
    /// The keys that <paramref name="step"/> sees: float32 [<see cref="FilledAt"/>, width], a copy on the trainer's device; null before the first ones.
    /// </summary>
    public Tensor? At(StepScene scene, long step)
    {
        var filled = FilledAt(step);
        return filled == 0 ? null : scene.Committed(name).View(-1, width).Narrow(0, 0, filled);
    }

    /// <summary>Appends the keys of all shards; called when the step is committed.</summary>
    public void Append(StudentState state, StepTotals totals)
    {
        var queue = state.Committed(name);
        var keys = totals.Gathered(name);
        var first = totals.Step * RowsPerStep;
        // More keys than rows: only the last ones would stay.
        for (var row = Math.Max(0, RowsPerStep - capacity); row < RowsPerStep; row++)
            keys.Slice(row * width, width).CopyTo(queue.Slice((int)((first + row) % capacity) * width, width));
    }

    private int RowsPerStep => checked(rowsPerShard * shards);
}
