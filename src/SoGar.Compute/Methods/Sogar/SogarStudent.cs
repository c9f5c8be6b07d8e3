using SoGar.Compute.Exchange;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Sogar;

/// <summary>
/// A replica of the SoGAR student with its optimizer on the CPU. Owns its state; borrows the teacher's, which must not advance while a shard is computed.
/// </summary>
public sealed class SogarStudent : IStudent
{
    // The share of a batch in the running statistics that torch's batch normalisation takes.
    private const double RunningShare = 0.1;

    private readonly Recipe _recipe;
    private readonly Schedules _schedules;
    private readonly SogarStep _step;
    private readonly ShardAccumulator _accumulator;
    private long _current;

    /// <summary>A replica on the calling thread, which alone may use it, with as many torch threads as the recipe says.</summary>
    /// <param name="recipe">The run.</param>
    /// <param name="state">What to go on from; used by this student alone, freed by the caller after it.</param>
    /// <param name="teacher">Borrowed.</param>
    public SogarStudent(Recipe recipe, StudentState state, TeacherState teacher)
    {
        TorchThreads.Set(recipe.Threads);
        _recipe = recipe;
        _schedules = new Schedules(recipe);
        State = state;
        _step = new SogarStep(recipe, state, teacher);
        _accumulator = recipe.Exchange.Sum == SumRule.Exact ? new ExactAccumulator(state.Scales) : new FreeAccumulator(state.Layouts.ContributionLength);
    }

    /// <summary>The state after the last applied step.</summary>
    public StudentState State { get; }

    /// <inheritdoc/>
    public IContribution Contribution => _accumulator;

    /// <summary>What the last shard contributed, by <see cref="SogarLayouts"/>; borrowed until the next call.</summary>
    public ReadOnlySpan<float> LastContribution => _step.Contribution.Floats;

    /// <inheritdoc/>
    public void Begin(long step)
    {
        _current = step;
        if (_accumulator is ExactAccumulator exact) exact.Begin(State.Scales);
        else _accumulator.Clear();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The views are not <see cref="ShardViews"/> of the step that is open.</exception>
    public void Contribute(IShardViews views)
    {
        if (views is not ShardViews shard || shard.Key.Step != _current)
            throw new ArgumentException($"{views.Key} was given to a student that is at step {_current}, or its views are of another kind", nameof(views));
        _step.Compute(shard);
        _accumulator.Add(_step.Contribution.Floats);
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
    public void Dispose()
    {
        _step.Dispose();
    }

    private StepOutcome.Applied Apply(ShardAccumulator sum)
    {
        var total = _step.Contribution.Floats;
        sum.CopyTo(total);
        var layouts = State.Layouts;
        AdamW.Update(layouts.Student, State.Values.Floats, total, State.First.Floats, State.Second.Floats, _schedules.UpdateAt(_current));
        Follow(State.Running.Floats, layouts.Running.In(total), RunningShare);
        Follow(State.Centre, layouts.Centre.In(total), 1 - _recipe.Loss.CentreMomentum);
        if (sum is ExactAccumulator exact) State.Scales = exact.Scales.After(exact.Observed);
        var reading = StepStatistics.Read(layouts.Readings.In(total), _recipe.Shards, _schedules.LearningRateAt(_current));
        return new StepOutcome.Applied(reading, State.Fingerprint);
    }

    // The summed section becomes the mean over shards.
    private void Follow(Span<float> average, Span<float> summed, double share)
    {
        foreach (ref var value in summed) value /= _recipe.Shards;
        MovingAverage.Follow(average, summed, share);
    }

    private string Explain(ShardAccumulator sum)
    {
        var bad = sum.FirstNonFinite();
        var slot = State.Layouts.Student.Slots.LastOrDefault(slot => slot.Offset <= bad && bad < State.Layouts.Student.Length);
        var where = slot is null ? "the loss, the embeddings or the statistics of batch normalisation" : $"the gradient around {slot.Name}";
        return $"step {_current}: {where} is not a finite number; a lower optimizer.learning-rate or precision = fp32 may help";
    }
}
