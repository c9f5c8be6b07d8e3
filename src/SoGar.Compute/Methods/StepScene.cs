using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods;

/// <summary>Where a trainer's shards are computed: its student's state, its node's teacher, and the networks bound to both.</summary>
public sealed class StepScene : IDisposable
{
    private readonly FlatBuffer _contribution;
    private readonly TeacherState _teacher;
    private readonly List<NetworkParameters> _bound = [];
    private NetworkParameters? _student;

    internal StepScene(PretrainingMethod method, StudentState student, TeacherState teacher, FlatBuffer contribution)
    {
        Recipe = method.Recipe;
        State = student;
        Schedules = new Schedules(method.Recipe);
        _teacher = teacher;
        _contribution = contribution;
    }

    /// <summary>The run.</summary>
    public Recipe Recipe { get; }

    /// <summary>The trainer's state; read only while shards are computed.</summary>
    public StudentState State { get; }

    /// <summary>What moves with the step.</summary>
    public Schedules Schedules { get; }

    /// <summary>Computes in the recipe's precision until the region is disposed; dispose it before the backward pass.</summary>
    public Torch.AutocastRegion Autocast() =>
        Torch.Autocast.Enable(Recipe.Precision == Precision.Bf16 ? Torch.Precision.BFloat16 : Torch.Precision.Float32);

    /// <summary>Builds the student over the trainer's weights, its gradients over the contribution. Once per scene.</summary>
    public TNetwork Student<TNetwork>(Func<ModuleScope, TNetwork> build)
    {
        var scope = new ModuleScope();
        var network = build(scope);
        _student = new NetworkParameters(scope, State.Values, _contribution);
        _bound.Add(_student);
        return network;
    }

    /// <summary>
    /// Builds the teacher over the node's weights; the caller computes it without gradients. Its batch normalisations go by <c>teacher.batch-norm</c>.
    /// </summary>
    public TNetwork Teacher<TNetwork>(Func<ModuleScope, TNetwork> build)
    {
        var scope = new ModuleScope();
        var network = build(scope);
        var bound = new NetworkParameters(scope, _teacher.Values, running: _teacher.Running);
        bound.Norms.Rule = Recipe.Teacher.BatchNorm == TeacherBatchNorm.EmaRunning ? NormRule.Running : NormRule.Batch;
        _bound.Add(bound);
        return network;
    }

    /// <summary>Ends a shard: fails where a gradient went elsewhere, and writes what the student's batches showed.</summary>
    internal void Close()
    {
        if (_student is null) throw new InvalidOperationException("the method has opened its step without building the student");
        _student.RequireGradientsInPlace();
        var layouts = State.Layouts;
        _student.Norms.Take(layouts.Running.In(_contribution.Floats), layouts.StudentRunning);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bound in _bound) bound.Dispose();
        _bound.Clear();
    }
}
