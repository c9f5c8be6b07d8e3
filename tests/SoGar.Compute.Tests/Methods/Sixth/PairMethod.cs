using System.Collections.Immutable;
using SoGar.Compute.Methods;
using SoGar.Compute.Models;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Methods.Sixth;

/// <summary>A sixth method: two clips of a video attract each other, keys of earlier steps repel (MoCo with a queue and one network).</summary>
public sealed class PairMethod(Recipe recipe, Epochs epochs) : PretrainingMethod(recipe, epochs)
{
    internal const int Width = 16;

    // Committed state: 32 keys that survive the step, in checkpoints and digests like everything else.
    internal KeyQueue Queue { get; } = new("queue", capacity: 32, Width, rowsPerShard: recipe.ShardSize(), recipe.Shards);

    public override ImmutableArray<CommittedTensor> Committed => [Queue.Tensor];

    public override ImmutableArray<SummedTensor> Sums => [Queue.Keys];

    public override ImmutableArray<string> Readings => ["positive-cosine"];

    public override void DeclareStudent(ModuleScope scope) => _ = new PairNetwork(scope, Recipe.Model);

    public override IShardStep Open(StepScene scene) => new PairStep(this, scene);

    public override void Commit(StudentState state, StepTotals totals) => Queue.Append(state, totals);
}

/// <summary>Backbone and projector.</summary>
internal sealed class PairNetwork(ModuleScope scope, ModelRecipe model)
{
    private readonly IBackbone _backbone = Backbones.Build(scope.In("backbone"), model);
    private readonly HeadLayer _projector = new(scope.In("projector"), model.Width, 32, PairMethod.Width);

    public Tensor Embed(Tensor clips, DropPathKey key) => _projector.Forward(_backbone.Forward(clips, key)).Normalize();
}

/// <summary>The loss of one shard.</summary>
internal sealed class PairStep(PairMethod method, StepScene scene) : IShardStep
{
    private readonly PairNetwork _network = scene.Student(scope => new PairNetwork(scope, scene.Recipe.Model));

    public void Compute(ShardViews views, ShardContribution contribution)
    {
        var clips = views.Groups[0];                                        // [2 views x B, 3, T, H, W], the views outermost
        var z = _network.Embed(scene.Clips(clips), new DropPathKey(scene.Recipe.Seed, views.Key.Step, views.Key.Shard, Pass: 0));
        var query_BD = z.Narrow(0, 0, clips.Samples);
        var key_BD = z.Narrow(0, clips.Samples, clips.Samples).Detach();

        var positive_B1 = (query_BD * key_BD).Sum(-1).Unsqueeze(1);
        var logits = method.Queue.At(scene, views.Key.Step) is { } negatives_KD
            ? F.Cat([positive_B1, query_BD.MatMul(negatives_KD.Transpose(0, 1))], 1)
            : F.Cat([positive_B1, query_BD.MatMul(key_BD.Transpose(0, 1))], 1);
        var loss = -(logits / 0.2).LogSoftmax(-1).Select(1, 0).Mean();
        loss.Backward();

        contribution.Loss(loss.Item<float>());
        contribution.Read("positive-cosine", positive_B1.Mean().Item<float>());
        key_BD.AsSpan<float>().CopyTo(contribution.Rows("queue", views.Key.Shard));
    }

    public void Dispose()
    {
        // The scene frees the network.
    }
}
