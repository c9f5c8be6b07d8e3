using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Objectives;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Svt;

// B samples of a shard, G global views, V views that the student sees, the global ones first; K outputs.

/// <summary>What one shard contributes to a step of SVT (methods.md, B.3 and B.7).</summary>
internal sealed class SvtStep : IShardStep
{
    private readonly StepScene _scene;
    private readonly Recipe _recipe;
    private readonly Schedules _schedules;
    private readonly ISvtNetwork _student;
    private readonly ISvtNetwork _teacher;

    public SvtStep(StepScene scene)
    {
        (_scene, _recipe) = (scene, scene.Recipe);
        if (_recipe.ShardSize() < 2)
            throw new ArgumentException($"batch {_recipe.Batch} over {_recipe.Shards} shards leaves {_recipe.ShardSize()} sample a shard; svt needs 2");
        _schedules = scene.Schedules;
        _student = scene.Student(scope => ISvtNetwork.Build(scope, _recipe, isStudent: true));
        _teacher = scene.Teacher(scope => ISvtNetwork.Build(scope, _recipe, isStudent: false));
    }

    public void Compute(ShardViews views, ShardContribution contribution)
    {
        // Teacher and student number the global views alike, whatever batches they came in.
        ImmutableArray<ViewGroup> all = [.. views.Groups.OrderBy(group => group.Roles[0] == ViewRole.Local)];
        ImmutableArray<ViewGroup> globals = [.. all.TakeWhile(group => group.Roles[0] == ViewRole.Global)];
        var samples = all[0].Samples;

        var forward = _scene.Autocast();
        var (wanted, wantedLogits) = Look(globals);
        var features = F.Cat([.. all.Select((group, pass) =>
            _student.Backbone.Forward(_scene.Clips(group), new DropPathKey(_recipe.Seed, views.Key.Step, views.Key.Shard, pass)))]);
        var (embedded, logits) = _student.Head(features);
        forward.Dispose();                                                  // the backward pass follows the types by itself

        var centre_K = _scene.Committed(SvtMethod.Centre);
        var target_GBK = Targets.Softmax(ByView(wantedLogits, samples), centre_K, _schedules.TeacherTemperatureAt(views.Key.Step));
        var loss = DinoLoss.Of(target_GBK, ByView(logits, samples) / _recipe.Loss.StudentTemperature);
        AntiCollapse.Added(_recipe.Loss, loss, ByView(embedded, samples)).Backward();

        wantedLogits.Mean(0).CopyTo(contribution.Mean(SvtMethod.Centre));
        var first_BD = wanted.Narrow(0, 0, samples);                        // one view a clip: other views of the same clip should be near
        contribution.Loss(loss.Item<float>());
        contribution.Read(ShardReadings.EmbeddingStd, CollapseReadings.MeanStd(first_BD).Item<float>());
        contribution.Read(ShardReadings.TargetEntropy, CollapseReadings.Entropy(target_GBK.Flatten(0, 1)).Item<float>());
        contribution.Read(ShardReadings.ClipCosine, CollapseReadings.MeanCosine(first_BD).Item<float>());
    }

    public void Dispose()
    {
        // The scene frees the networks.
    }

    private (Tensor Embeddings, Tensor Logits) Look(ImmutableArray<ViewGroup> globals)
    {
        using var still = Grad.Disabled();
        return _teacher.Head(F.Cat([.. globals.Select(group => _teacher.Backbone.Forward(_scene.Clips(group)))]));
    }

    private static Tensor ByView(Tensor rows, int samples) => rows.View(-1, samples, rows.Size(-1));
}
