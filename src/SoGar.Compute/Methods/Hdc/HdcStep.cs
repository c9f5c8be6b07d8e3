using SoGar.Compute.Objectives;
using SoGar.Compute.Objectives.Contrast;
using SoGar.Compute.Objectives.Hierarchy;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Hdc;

// B samples of a shard, D width of an embedding.

/// <summary>The loss of HDC on one shard (methods.md, E.3 and E.4).</summary>
internal sealed class HdcStep : IShardStep
{
    private readonly HdcMethod _method;
    private readonly StepScene _scene;
    private readonly HdcRecipe _recipe;
    private readonly HdcLayout _layout;
    private readonly HdcNetwork _student;
    private readonly HdcNetwork _keys;

    public HdcStep(HdcMethod method, StepScene scene)
    {
        (_method, _scene, _recipe, _layout) = (method, scene, scene.Recipe.Hdc, method.Layout);
        _student = scene.Student(scope => new HdcNetwork(scope, scene.Recipe, isStudent: true));
        _keys = scene.Teacher(scope => new HdcNetwork(scope, scene.Recipe, isStudent: false));
    }

    public void Compute(ShardViews views, ShardContribution contribution)
    {
        var group = views.Groups.Single();
        var clips = _scene.Clips(group);
        var forward = _scene.Autocast();                                    // the backbone alone: the projectors are small
        var queries = _student.Features(Views(clips, 0, _layout.Queries, group.Samples));
        Tensor[] keys;
        using (Grad.Disabled()) keys = _keys.Features(Views(clips, _layout.Queries, _layout.Keys, group.Samples));
        forward.Dispose();

        var loss = _scene.Zero();
        for (var subtask = 0; subtask < _layout.Subtasks; subtask++)
        {
            var (weighed, plain) = Subtask(subtask, queries, keys, group.Samples, views, contribution);
            loss += weighed / (double)(_layout.Subtasks * _method.Levels);
            contribution.Read(_layout.NameOf(subtask), plain / _method.Levels);
        }

        loss.Backward();
        contribution.Loss(loss.Item<float>());
    }

    public void Dispose()
    {
        // The scene frees the networks.
    }

    private (Tensor Weighed, double Plain) Subtask(
        int subtask, Tensor[] queries, Tensor[] keys, int samples, ShardViews views, ShardContribution contribution)
    {
        var weights = WeightsOf(subtask);
        var weighed = _scene.Zero();
        var plain = 0.0;
        for (var level = 0; level < _method.Levels; level++)
        {
            var query_BD = _student.Project(subtask, level, Views(queries[level], _layout.QueryOf(subtask), 1, samples));
            var (key_BD, own_BRD) = KeysOf(subtask, level, keys[level], samples);
            var queue = _method.QueueOf(subtask, level);
            var loss_B = Contrast(query_BD, key_BD, queue?.At(_scene, views.Key.Step), own_BRD);
            var loss = loss_B.Mean();
            weighed += _recipe.Weights == LevelWeights.Learned
                ? InvarianceWeights.Learned(loss, _student.Uncertainty!.Value.Select(0, subtask).Select(0, level), _recipe)
                : weights[level] * loss;
            plain += loss.Item<float>();

            var invariance = _recipe.Weights == LevelWeights.Posterior ? InvarianceWeights.Posterior(loss_B) : InvarianceWeights.Invariance(query_BD, key_BD);
            contribution.Mean(HdcMethod.Invariance)[subtask * _method.Levels + level] = invariance.Item<float>();
            if (queue is not null) key_BD.CopyTo(contribution.Rows(queue.Keys.Name, views.Key.Shard));
            if (level < _method.Levels - 1 || subtask > 0) continue;
            contribution.Read(ShardReadings.EmbeddingStd, CollapseReadings.MeanStd(key_BD).Item<float>());
            contribution.Read(ShardReadings.ClipCosine, CollapseReadings.MeanCosine(key_BD).Item<float>());
        }

        return (weighed, plain);
    }

    // The key, and the key in another order where this subtask tells the two apart.
    private (Tensor Key, Tensor? Own) KeysOf(int subtask, int level, Tensor features, int samples)
    {
        using var still = Grad.Disabled();
        var key_BD = _keys.Project(subtask, level, Views(features, subtask, 1, samples));
        if (_layout.Reordered is not { } reordered || subtask == 0) return (key_BD, null);
        return (key_BD, _keys.Project(subtask, level, Views(features, reordered - _layout.Queries, 1, samples)).Unsqueeze(1));
    }

    // Before the first keys are queued, those of the shard serve.
    private Tensor Contrast(Tensor query_BD, Tensor key_BD, Tensor? queue_QD, Tensor? own_BRD) => queue_QD is null
        ? InfoNce.AgainstBatch(query_BD, key_BD, _recipe.Temperature, own_BRD)
        : InfoNce.AgainstQueue(query_BD, key_BD, queue_QD, _recipe.Temperature, own_BRD);

    private double[] WeightsOf(int subtask)
    {
        var kept = _scene.State.Committed(HdcMethod.Invariance).Slice(subtask * _method.Levels, _method.Levels);
        var invariance = new double[kept.Length];
        for (var level = 0; level < kept.Length; level++) invariance[level] = kept[level];
        return InvarianceWeights.Of(invariance, _recipe);
    }

    private static Tensor Views(Tensor rows, int first, int count, int samples) => rows.Narrow(0, (long)first * samples, (long)count * samples);
}
