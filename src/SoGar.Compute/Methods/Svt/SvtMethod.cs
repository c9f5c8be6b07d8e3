using System.Collections.Immutable;
using System.Text;
using SoGar.Compute.Exchange;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Svt;

/// <summary>
/// SVT (Ranasinghe et al. 2022; methods.md, section B): the student's distribution over every view of a clip is held against the teacher's over each
/// other global view. <c>loss.target = dino</c> takes the paper's head; other targets take SoGAR's projector and predictor.
/// </summary>
public sealed class SvtMethod(Recipe recipe, Epochs epochs) : PretrainingMethod(recipe, epochs)
{
    /// <summary>The mean of what the teacher gives out: a sum of shards, and its moving average in the committed state.</summary>
    internal const string Centre = "centre";

    private const string LastLayer = "head.last_layer.";

    private bool HasDinoHead => Recipe.Loss.Target == LossTarget.Dino;

    private int Outputs => HasDinoHead ? Recipe.Heads.Dino.Output : Recipe.Heads.Output;

    /// <inheritdoc/>
    public override ImmutableArray<CommittedTensor> Committed => [new(Centre, Outputs)];

    /// <inheritdoc/>
    public override ImmutableArray<SummedTensor> Sums => [new(Centre, SumKind.Mean, Outputs)];

    /// <inheritdoc/>
    public override ImmutableArray<string> Readings => [ShardReadings.EmbeddingStd, ShardReadings.TargetEntropy, ShardReadings.ClipCosine];

    /// <inheritdoc/>
    public override void DeclareStudent(ModuleScope scope) => _ = ISvtNetwork.Build(scope, Recipe, isStudent: true);

    /// <inheritdoc/>
    public override void DeclareTeacher(ModuleScope scope) => _ = ISvtNetwork.Build(scope, Recipe, isStudent: false);

    /// <inheritdoc/>
    public override void Initialise(StudentState state)
    {
        if (!HasDinoHead) return;
        foreach (var slot in state.Layouts.Student.Slots.Where(slot => slot.Name.StartsWith("head.", StringComparison.Ordinal)))
        {
            var tensor = slot.In(state.Values.Floats);
            var random = KeyedRandom.For(Recipe.Seed, Purpose.Weights, (long)Fingerprint.Of(Encoding.UTF8.GetBytes(slot.Name)));
            if (slot.Name == LastLayer + "weight_g") tensor.Fill(1);
            else if (slot.Name == LastLayer + "weight_v") Fill(tensor, () => random.Uniform(-1, 1) / Math.Sqrt(slot.Shape[1]));
            else if (slot.Shape.Length == 1) tensor.Clear();
            else Fill(tensor, () => 0.02 * random.Normal());
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The gain of the last layer rests for good, its directions for the first epochs: targets of an untrained network are no reason to turn them.
    /// </remarks>
    public override long RestOf(ParameterSlot slot) => slot.Name switch
    {
        LastLayer + "weight_g" => long.MaxValue,
        LastLayer + "weight_v" => Epochs.StepsOf(Recipe.Heads.Dino.RestEpochs),
        _ => 0,
    };

    /// <inheritdoc/>
    public override IShardStep Open(StepScene scene) => new SvtStep(scene);

    /// <inheritdoc/>
    public override void Commit(StudentState state, StepTotals totals) =>
        MovingAverage.Follow(state.Committed(Centre), totals.Mean(Centre), 1 - Recipe.Loss.CentreMomentum);

    private static void Fill(Span<float> tensor, Func<double> draw)
    {
        foreach (ref var value in tensor) value = (float)draw();
    }
}
