using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Objectives;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Sogar;

// B samples of a shard, V views that the student sees, D width of an embedding.

/// <summary>
/// What one shard contributes to a step (methods.md, B.7): teacher forward, student forward, loss, backward. A function of the states, the
/// shard's views and their key; bound to the thread that made it.
/// </summary>
internal sealed class SogarStep : IShardStep
{
    private readonly StepScene _scene;
    private readonly Recipe _recipe;
    private readonly SogarNetwork _teacher;
    private readonly SogarNetwork _student;
    private readonly CollaborativeLoss _loss;
    private readonly Schedules _schedules;

    public SogarStep(StepScene scene)
    {
        (_scene, _recipe) = (scene, scene.Recipe);
        if (_recipe.ShardSize() < 2)
            throw new ArgumentException(
                $"batch {_recipe.Batch} over {_recipe.Shards} shards leaves {_recipe.ShardSize()} sample a shard; batch normalisation stays inside a " +
                "shard and needs 2");
        _schedules = scene.Schedules;
        _loss = new CollaborativeLoss(_recipe.Loss);
        _student = scene.Student(scope => new SogarNetwork(scope, _recipe, withPredictor: true));
        _teacher = scene.Teacher(scope => new SogarNetwork(scope, _recipe, withPredictor: false));
    }

    public void Compute(ShardViews views, ShardContribution contribution)
    {
        var teachers = views.Groups.First(group => group.IsTeachers);
        ImmutableArray<ViewGroup> students = [.. views.Groups.Where(group => !group.IsTeachers)];
        var samples = teachers.Samples;

        var forward = _scene.Autocast();
        var wanted_BD = Embed(_scene.Clips(teachers));                           // no gradient: the teacher only follows
        var features = F.Cat([.. students.Select((group, pass) =>
            _student.Backbone.Forward(_scene.Clips(group), new DropPathKey(_recipe.Seed, views.Key.Step, views.Key.Shard, pass)))]);
        var z = _student.Projector.Forward(features).Normalize();           // one pass: normalised over all views of the shard
        var predicted = _student.Predictor!.Forward(z);
        forward.Dispose();                                                  // the backward pass follows the types by itself

        var predicted_VBD = predicted.View(-1, samples, predicted.Size(-1));
        var centre_D = _scene.Committed(SogarMethod.Centre);
        var temperature = _schedules.TeacherTemperatureAt(views.Key.Step);
        var target_BD = _loss.TargetOf(wanted_BD, centre_D, temperature);
        var tcl = LossOver(TclViews(students), target_BD, predicted_VBD);
        var scl = LossOver(ViewsOf(students, ViewRole.Scl), target_BD, predicted_VBD);
        var loss = AntiCollapse.Added(_recipe.Loss, tcl + scl, z.View(-1, samples, z.Size(-1)));
        loss.Backward();

        wanted_BD.Mean(0).CopyTo(contribution.Mean(SogarMethod.Centre));
        contribution.Loss(loss.Item<float>());
        contribution.Read(ShardReadings.Tcl, tcl.Item<float>());
        contribution.Read(ShardReadings.Scl, scl.Item<float>());
        contribution.Read(ShardReadings.EmbeddingStd, CollapseReadings.MeanStd(wanted_BD).Item<float>());
        contribution.Read(ShardReadings.TargetEntropy, CollapseReadings.Entropy(Targets.Softmax(wanted_BD, centre_D, temperature)).Item<float>());
        contribution.Read(ShardReadings.ClipCosine, CollapseReadings.MeanCosine(wanted_BD).Item<float>());
    }

    public void Dispose()
    {
        // The scene frees the networks.
    }

    // Embeddings of unit length, float32 [B, D], without a graph.
    private Tensor Embed(Tensor clips)
    {
        using var still = Grad.Disabled();
        return _teacher.Projector.Forward(_teacher.Backbone.Forward(clips)).Normalize();
    }

    // Positions along V of the views with a role.
    private static long[] ViewsOf(ImmutableArray<ViewGroup> groups, ViewRole role) =>
        [.. groups.SelectMany(group => group.Roles).Select((found, index) => (found, (long)index)).Where(view => view.found == role)
            .Select(view => view.Item2)];

    // The slides take the first spatial view for TCL; the other rules have a view of their own.
    private long[] TclViews(ImmutableArray<ViewGroup> groups)
    {
        if (_recipe.Loss.TclView != TclView.FirstLocal)
            return ViewsOf(groups, ViewRole.Tcl);
        var first = groups.SelectMany(group => group.Numbers.Zip(group.Roles)).Select((view, index) => (view.First, view.Second, index))
            .Where(view => view.Second == ViewRole.Scl).Min();
        return [first.index];
    }

    private Tensor LossOver(long[] views, Tensor target_BD, Tensor predicted_VBD) =>
        views.Length == 0 ? _scene.Zero() : _loss.Of(target_BD, predicted_VBD.IndexSelect(0, _scene.Indices(views)));
}
