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
internal sealed class SogarStep : IDisposable
{
    private readonly Recipe _recipe;
    private readonly StudentState _state;
    private readonly SogarTeacher _teacher;
    private readonly SogarNetwork _student;
    private readonly NetworkParameters _parameters;
    private readonly CollaborativeLoss _loss;
    private readonly Schedules _schedules;

    public SogarStep(Recipe recipe, StudentState state, TeacherState teacher)
    {
        if (recipe.ShardSize() < 2)
            throw new ArgumentException(
                $"batch {recipe.Batch} over {recipe.Shards} shards leaves {recipe.ShardSize()} sample a shard; batch normalisation stays inside a shard and needs 2");
        _recipe = recipe;
        _state = state;
        _schedules = new Schedules(recipe);
        _loss = new CollaborativeLoss(recipe.Loss);
        Contribution = new FlatBuffer(state.Layouts.ContributionLength);
        var scope = new ModuleScope();
        _student = new SogarNetwork(scope, recipe, withPredictor: true);
        _parameters = new NetworkParameters(scope, state.Values, Contribution);
        _teacher = new SogarTeacher(recipe, teacher);
    }

    /// <summary>Gradients and statistics of the last shard, by <see cref="SogarLayouts"/>.</summary>
    public FlatBuffer Contribution { get; }

    /// <summary>Computes a shard; its contribution replaces the last one.</summary>
    public void Compute(ShardViews views)
    {
        using var scope = TensorScope.Open();
        Contribution.Floats.Clear();                                        // gradients are added to what is there
        var teachers = views.Groups.First(group => group.IsTeachers);
        ImmutableArray<ViewGroup> students = [.. views.Groups.Where(group => !group.IsTeachers)];
        var samples = teachers.Samples;

        var forward = Autocast.Enable(_recipe.Precision == Protocol.Recipes.Precision.Bf16 ? Torch.Precision.BFloat16 : Torch.Precision.Float32);
        var wanted_BD = _teacher.Embed(ClipsOf(teachers));                  // no gradient: the teacher only follows
        var features = F.Cat([.. students.Select((group, pass) =>
            _student.Backbone.Forward(ClipsOf(group), new DropPathKey(_recipe.Seed, views.Key.Step, views.Key.Shard, pass)))]);
        var (projected, projectorBatch) = _student.Projector.Forward(features);   // one pass: normalised over all views of the shard
        var z = projected.Normalize();
        var (predicted, predictorBatch) = _student.Predictor!.Forward(z);
        forward.Dispose();                                                  // the backward pass follows the types by itself

        var predicted_VBD = predicted.View(-1, samples, predicted.Size(-1));
        var centre_D = Tensor.From((ReadOnlySpan<float>)_state.Centre);
        var temperature = _schedules.TeacherTemperatureAt(views.Key.Step);
        var target_BD = _loss.TargetOf(wanted_BD, centre_D, temperature);
        var tcl = LossOver(TclViews(students), target_BD, predicted_VBD);
        var scl = LossOver(ViewsOf(students, ViewRole.Scl), target_BD, predicted_VBD);
        var loss = WithAntiCollapse(tcl + scl, z.View(-1, samples, z.Size(-1)));
        loss.Backward();

        _parameters.RequireGradientsInPlace();
        Write(projectorBatch, "projector");
        Write(predictorBatch, "predictor");
        wanted_BD.Mean(0).AsSpan<float>().CopyTo(_state.Layouts.Centre.In(Contribution.Floats));
        new StepStatistics
        {
            Loss = loss.Item<float>(),
            Tcl = tcl.Item<float>(),
            Scl = scl.Item<float>(),
            EmbeddingStd = CollapseReadings.MeanStd(wanted_BD).Item<float>(),
            TargetEntropy = CollapseReadings.Entropy(Targets.Softmax(wanted_BD, centre_D, temperature)).Item<float>(),
            ClipCosine = CollapseReadings.MeanCosine(wanted_BD).Item<float>(),
        }.Write(_state.Layouts.Readings.In(Contribution.Floats));
    }

    public void Dispose()
    {
        _teacher.Dispose();
        _parameters.Dispose();
        Contribution.Dispose();
    }

    private static Tensor ClipsOf(ViewGroup group) => Tensor.FromBlob(group.Buffer.Address, DType.Float32, group.Shape);

    // Positions along V of the views with a role.
    private static long[] ViewsOf(ImmutableArray<ViewGroup> groups, ViewRole role) =>
        [.. groups.SelectMany(group => group.Roles).Select((found, index) => (found, (long)index)).Where(view => view.found == role).Select(view => view.Item2)];

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
        views.Length == 0 ? Tensor.Scalar(0f) : _loss.Of(target_BD, predicted_VBD.IndexSelect(0, Tensor.From(views)));

    private Tensor WithAntiCollapse(Tensor loss, Tensor z_VBD)
    {
        if (_recipe.Loss.VarianceHinge > 0) loss += _recipe.Loss.VarianceHinge * AntiCollapse.VarianceHinge(z_VBD);
        if (_recipe.Loss.Koleo > 0) loss += _recipe.Loss.Koleo * AntiCollapse.Koleo(z_VBD);
        return loss;
    }

    private void Write(BatchStatistics batch, string head)
    {
        var running = _state.Layouts.Running.In(Contribution.Floats);
        batch.Mean.AsSpan<float>().CopyTo(_state.Layouts.StudentRunning[$"{head}.1.running_mean"].In(running));
        batch.Variance.AsSpan<float>().CopyTo(_state.Layouts.StudentRunning[$"{head}.1.running_var"].In(running));
    }
}
