using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Hdc;

/// <summary>
/// HDC (methods.md, section E): a spatial and a temporal contrast at several depths of the backbone against keys of a slow encoder, each depth asked for
/// as much invariance as it can have.
/// </summary>
public sealed class HdcMethod : PretrainingMethod
{
    /// <summary>How invariant each subtask's levels are: a sum of shards, and its moving average in the committed state.</summary>
    internal const string Invariance = "invariance";

    private readonly ImmutableArray<KeyQueue> _queues;

    /// <summary>The method of a run.</summary>
    public HdcMethod(Recipe recipe, Epochs epochs)
        : base(recipe, epochs)
    {
        Layout = new HdcLayout(recipe.Hdc);
        _queues = recipe.Hdc.Negatives == NegativeSource.Batch ? [] :
        [
            .. from subtask in Enumerable.Range(0, Layout.Subtasks)
               from level in recipe.Hdc.Levels
               select new KeyQueue($"keys.{Layout.NameOf(subtask)}.{level}", recipe.Hdc.Queue, recipe.Hdc.Output, recipe.ShardSize(), recipe.Shards),
        ];
    }

    /// <inheritdoc/>
    public override IViewRule Views => new HdcViews(Recipe);

    /// <inheritdoc/>
    public override ImmutableArray<CommittedTensor> Committed => [new(Invariance, Layout.Subtasks, Levels), .. _queues.Select(queue => queue.Tensor)];

    /// <inheritdoc/>
    public override ImmutableArray<SummedTensor> Sums => [new(Invariance, SumKind.Mean, Layout.Subtasks, Levels), .. _queues.Select(queue => queue.Keys)];

    /// <inheritdoc/>
    public override ImmutableArray<string> Readings =>
        [.. Enumerable.Range(0, Layout.Subtasks).Select(Layout.NameOf), ShardReadings.EmbeddingStd, ShardReadings.ClipCosine];

    /// <summary>Which view is which.</summary>
    internal HdcLayout Layout { get; }

    /// <summary>Levels of the hierarchy.</summary>
    internal int Levels => Recipe.Hdc.Levels.Length;

    /// <inheritdoc/>
    public override void DeclareStudent(ModuleScope scope) => _ = new HdcNetwork(scope, Recipe, isStudent: true);

    /// <inheritdoc/>
    public override void DeclareTeacher(ModuleScope scope) => _ = new HdcNetwork(scope, Recipe, isStudent: false);

    /// <inheritdoc/>
    public override void Initialise(StudentState state)
    {
        state.Committed(Invariance).Fill(1);
        if (state.Layouts.Student.Has(HdcNetwork.UncertaintyName)) state.Layouts.Student[HdcNetwork.UncertaintyName].In(state.Values.Floats).Clear();
    }

    /// <inheritdoc/>
    public override IShardStep Open(StepScene scene) => new HdcStep(this, scene);

    /// <inheritdoc/>
    public override void Commit(StudentState state, StepTotals totals)
    {
        MovingAverage.Follow(state.Committed(Invariance), totals.Mean(Invariance), 1 - Recipe.Hdc.InvarianceMomentum);
        foreach (var queue in _queues) queue.Append(state, totals);
    }

    /// <summary>The queue of a level for a subtask; null where negatives are those of the batch.</summary>
    internal KeyQueue? QueueOf(int subtask, int level) => _queues.IsEmpty ? null : _queues[subtask * Levels + level];
}
