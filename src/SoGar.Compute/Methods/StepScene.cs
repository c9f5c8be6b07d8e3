using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;
using Precision = SoGar.Protocol.Recipes.Precision;

namespace SoGar.Compute.Methods;

/// <summary>
/// Where a trainer's shards are computed: its student's state, its node's teacher, the networks bound to both, and the device. States live on the CPU; a
/// method asks the scene for what it computes with, and finds it where the networks are.
/// </summary>
public sealed class StepScene : IDisposable
{
    private readonly FlatBuffer _contribution;
    private readonly TeacherState _teacher;
    private readonly List<NetworkParameters> _bound = [];
    private NetworkParameters? _student;

    internal StepScene(PretrainingMethod method, StudentState student, TeacherState teacher, FlatBuffer contribution, Device device)
    {
        Recipe = method.Recipe;
        State = student;
        Schedules = new Schedules(method.Recipe);
        _teacher = teacher;
        _contribution = contribution;
        Device = device;
    }

    /// <summary>The run.</summary>
    public Recipe Recipe { get; }

    /// <summary>The trainer's state; read only while shards are computed.</summary>
    public StudentState State { get; }

    /// <summary>What moves with the step.</summary>
    public Schedules Schedules { get; }

    /// <summary>What computes.</summary>
    public Device Device { get; }

    /// <summary>The views of a group as one batch, float32 of <see cref="ViewGroup.Shape"/>.</summary>
    public Tensor Clips(ViewGroup group) => group.Clips().To(Device);

    /// <summary>A tensor of the method's committed state, float32 [all its values], a copy.</summary>
    /// <exception cref="KeyNotFoundException">The method has not declared it.</exception>
    public Tensor Committed(string name) => Tensor.From((ReadOnlySpan<float>)State.Committed(name)).To(Device);

    /// <summary>A loss that is left out: float32 [].</summary>
    public Tensor Zero() => Tensor.Zeros([], device: Device);

    /// <summary>Positions to select by: int64 [N].</summary>
    public Tensor Indices(long[] positions) => Tensor.From(positions).To(Device);

    /// <summary>Computes in the recipe's precision until the region is disposed; dispose it before the backward pass.</summary>
    public AutocastRegion Autocast() =>
        Torch.Autocast.Enable(Recipe.Precision == Precision.Bf16 ? Torch.Precision.BFloat16 : Torch.Precision.Float32, Device);

    /// <summary>Builds the student over the trainer's weights, its gradients over the contribution. Once per scene.</summary>
    public TNetwork Student<TNetwork>(Func<ModuleScope, TNetwork> build)
    {
        var scope = new ModuleScope();
        var network = build(scope);
        _student = new NetworkParameters(scope, State.Values, _contribution, device: Device);
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
        var bound = new NetworkParameters(scope, _teacher.Values, running: _teacher.Running, device: Device);
        bound.Norms.Rule = Recipe.Teacher.BatchNorm == TeacherBatchNorm.EmaRunning ? NormRule.Running : NormRule.Batch;
        _bound.Add(bound);
        return network;
    }

    /// <summary>Brings the device's weights up to date with those of student and teacher, which rest meanwhile.</summary>
    internal void Refresh()
    {
        foreach (var bound in _bound) bound.Refresh();
    }

    /// <summary>Begins a shard: its gradients start at zero. The caller has cleared the contribution.</summary>
    internal void Open() => _student?.ClearGradients();

    /// <summary>Ends a shard: writes gradients, and what the student's batches showed, into the contribution.</summary>
    /// <exception cref="InvalidOperationException">A gradient went elsewhere.</exception>
    internal void Close()
    {
        if (_student is null) throw new InvalidOperationException("the method has opened its step without building the student");
        _student.TakeGradients();
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
