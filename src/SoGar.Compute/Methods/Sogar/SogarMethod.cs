using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Sogar;

/// <summary>SoGAR (methods.md, section B): a student predicts the embedding that its moving average gives to another view of the clip.</summary>
public sealed class SogarMethod(Recipe recipe, Epochs epochs) : PretrainingMethod(recipe, epochs)
{
    /// <summary>The mean of the teacher's embeddings: a sum of shards, and its moving average in the committed state.</summary>
    internal const string Centre = "centre";

    /// <inheritdoc/>
    public override ImmutableArray<CommittedTensor> Committed => [new(Centre, Recipe.Heads.Output)];

    /// <inheritdoc/>
    public override ImmutableArray<SummedTensor> Sums => [new(Centre, SumKind.Mean, Recipe.Heads.Output)];

    /// <inheritdoc/>
    public override ImmutableArray<string> Readings =>
        [ShardReadings.Tcl, ShardReadings.Scl, ShardReadings.EmbeddingStd, ShardReadings.TargetEntropy, ShardReadings.ClipCosine];

    /// <inheritdoc/>
    public override void DeclareStudent(ModuleScope scope) => _ = new SogarNetwork(scope, Recipe, withPredictor: true);

    /// <inheritdoc/>
    public override void DeclareTeacher(ModuleScope scope) => _ = new SogarNetwork(scope, Recipe, withPredictor: false);

    /// <inheritdoc/>
    public override IShardStep Open(StepScene scene) => new SogarStep(scene);

    /// <inheritdoc/>
    public override void Commit(StudentState state, StepTotals totals) =>
        MovingAverage.Follow(state.Committed(Centre), totals.Mean(Centre), 1 - Recipe.Loss.CentreMomentum);
}
