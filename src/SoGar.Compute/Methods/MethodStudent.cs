using SoGar.Compute.Exchange;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods;

/// <summary>
/// A replica of a method's student: its shards are computed on a device, its sums and its optimizer on the CPU. Uses its state alone; borrows the teacher's,
/// which must not advance while a shard is computed.
/// </summary>
public sealed class MethodStudent : IStudent
{
    private readonly PretrainingMethod _method;
    private readonly Recipe _recipe;
    private readonly TeacherState _teacher;
    private readonly StepDump? _dump;
    private readonly Schedules _schedules;
    private readonly FlatBuffer _memory;
    private readonly StepScene _scene;
    private readonly IShardStep _step;
    private readonly ShardContribution _written;
    private readonly ShardAccumulator _accumulator;
    private readonly ParameterUpdate _update;
    private BlockScales _scales;
    private long _current = -1;
    private bool _hasMoved;

    /// <summary>A replica on the calling thread, which alone may use it, with as many torch threads as the recipe says.</summary>
    /// <param name="method">What is trained.</param>
    /// <param name="state">What to go on from; used by this student alone, freed by the caller after it.</param>
    /// <param name="teacher">Borrowed.</param>
    /// <param name="dump">Where steps that are not finite are put aside; null for nowhere.</param>
    /// <param name="device">What computes its shards; the CPU by default.</param>
    public MethodStudent(PretrainingMethod method, StudentState state, TeacherState teacher, StepDump? dump = null, Device device = default)
    {
        _dump = dump;
        _method = method;
        _recipe = method.Recipe;
        TorchThreads.Set(_recipe.Threads);
        _schedules = new Schedules(_recipe);
        (State, _teacher, _scales) = (state, teacher, state.Scales);
        Fingerprint = state.Seal();
        _memory = new FlatBuffer(state.Layouts.ContributionLength);
        _written = new ShardContribution(state.Layouts, _memory);
        _scene = new StepScene(method, state, teacher, _memory, device);
        _step = method.Open(_scene);
        _update = new ParameterUpdate(_recipe.Optimizer.Rule, state.Layouts.Student, method.RestOf);
        _accumulator = _recipe.Exchange.Sum == SumRule.Exact ? new ExactAccumulator(state.Scales) : new FreeAccumulator(state.Layouts.ContributionLength);
    }

    /// <summary>The state after the last applied step.</summary>
    public StudentState State { get; }

    /// <inheritdoc/>
    public IContribution Contribution => _accumulator;

    /// <summary>What the last shard contributed, by <see cref="MethodLayouts"/>; borrowed until the next call.</summary>
    public ReadOnlySpan<float> LastContribution => _memory.Floats;

    /// <inheritdoc/>
    public ulong Fingerprint { get; private set; }

    /// <summary>Opens a step; one that is open already is opened for one more attempt.</summary>
    public void Begin(long step) => Begin(step, step == _current ? 2 : 1);

    /// <inheritdoc/>
    public void Begin(long step, int attempt)
    {
        _current = step;
        _hasMoved = true;
        // Scales that an earlier attempt raised are its own: a step that was given up leaves nothing behind.
        if (attempt == 1 && State.Scales != _scales) State.Scales = _scales;
        if (_accumulator is ExactAccumulator exact) exact.Begin(State.Scales);
        else _accumulator.Clear();
    }

    /// <inheritdoc/>
    public bool TryGoOn(long step, int shards) =>
        step == _current && State.Scales == _scales && !_accumulator.IsSpent && _accumulator.ShardCount == shards;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The views are not <see cref="ShardViews"/> of the step that is open.</exception>
    public void Contribute(IShardViews views)
    {
        if (views is not ShardViews shard || shard.Key.Step != _current)
            throw new ArgumentException($"{views.Key} was given to a student that is at step {_current}, or its views are of another kind", nameof(views));
        // Once a step, and not when it begins: the teacher may be on its way still.
        if (_hasMoved) _scene.Refresh();
        _hasMoved = false;
        _memory.Floats.Clear();                                             // gradients are added to what is there
        _scene.Open();
        using (TensorScope.Open()) _step.Compute(shard, _written);
        _scene.Close();
        _accumulator.Add(_memory.Floats);
    }

    /// <inheritdoc/>
    public string? FindDamage() => State.FindDamage() ?? _teacher.FindDamage();

    /// <inheritdoc/>
    public void Adopt(IStateCopy copy)
    {
        State.Load(((StateCopy)copy).Tensors);
        _scales = State.Scales;
        Fingerprint = State.Seal();
        _current = -1;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sum is of another kind, or does not hold every shard once.</exception>
    public StepOutcome Advance(IContribution total)
    {
        if (total is not ShardAccumulator sum || sum.ShardCount != _recipe.Shards)
            throw new ArgumentException(
                $"step {_current} needs the sum of {_recipe.Shards} shards, not {(total as ShardAccumulator)?.ShardCount.ToString() ?? "another kind"}",
                nameof(total));
        switch (sum.Outcome)
        {
            case SumOutcome.NonFinite:
                return new StepOutcome.NotFinite(Explain(sum));
            case SumOutcome.Saturated:
                var outgrown = (ExactAccumulator)sum;
                State.Scales = outgrown.Scales.After(outgrown.Observed);
                return new StepOutcome.Saturated(outgrown.SaturatedBlocks);
            default:
                return Apply(sum);
        }
    }

    /// <inheritdoc/>
    public string? PutAside(IReadOnlyList<IShardViews> views) =>
        _dump?.Write(_current, [.. views.Cast<ShardViews>()], [.. State.StudentTensors, .. _teacher.Tensors, .. State.OptimizerTensors]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _step.Dispose();
        _scene.Dispose();
        _memory.Dispose();
    }

    private StepOutcome.Applied Apply(ShardAccumulator sum)
    {
        var total = _memory.Floats;
        sum.CopyTo(total);
        var layouts = State.Layouts;
        _update.Apply(State.Values.Floats, total, State.First.Floats, State.Second is null ? [] : State.Second.Floats, _schedules.UpdateAt(_current));
        MoveRunning(layouts, layouts.Running.In(total));
        foreach (var (tensor, section) in layouts.Sums)
            if (tensor.Rule == SumKind.Mean) DivideByShards(section.In(total));
        _method.Commit(State, new StepTotals(_current, layouts, total));
        if (sum is ExactAccumulator exact) State.Scales = exact.Scales.After(exact.Observed);
        var reading = ShardReadings.Of(layouts.ReadingNames, layouts.Readings.In(total), _recipe.Shards, _schedules.LearningRateAt(_current));
        _scales = State.Scales;
        Fingerprint = State.Seal();
        _current = -1;
        return new StepOutcome.Applied(reading, Fingerprint);
    }

    private void MoveRunning(MethodLayouts layouts, Span<float> summed)
    {
        DivideByShards(summed);
        for (var i = 0; i < layouts.StudentRunning.Slots.Length; i++)
        {
            var slot = layouts.StudentRunning.Slots[i];
            MovingAverage.Follow(slot.In(State.Running.Floats), slot.In(summed), layouts.RunningShares[i]);
        }
    }

    private void DivideByShards(Span<float> summed)
    {
        foreach (ref var value in summed) value /= _recipe.Shards;
    }

    private string Explain(ShardAccumulator sum)
    {
        var bad = sum.FirstNonFinite();
        var slot = State.Layouts.Student.Slots.LastOrDefault(slot => slot.Offset <= bad && bad < State.Layouts.Student.Length);
        var where = slot is null ? "the loss, the embeddings or the statistics of batch normalisation" : $"the gradient around {slot.Name}";
        return $"step {_current}: {where} is not a finite number; a lower optimizer.learning-rate or precision = fp32 may help";
    }
}
