using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Tuning;

/// <summary>
/// A backbone with a head behind it, trained with labels: a copy of frozen weights that moves, or stays while the head alone learns. One thread's.
/// </summary>
internal sealed class TunedNetwork : IDisposable
{
    private readonly TuneRecipe _recipe;
    private readonly ParameterLayout _layout;
    private readonly FlatBuffer _values;
    private readonly FlatBuffer _gradients;
    private readonly FlatBuffer _first;
    private readonly FlatBuffer _second;
    private readonly ParameterLayout _runningLayout;
    private readonly FlatBuffer _running;
    private readonly float[] _seen;
    private readonly NetworkParameters _parameters;
    private readonly ParameterUpdate _update;
    private readonly Torch.Precision _precision;
    private long _updates;

    /// <summary>Copies a backbone and puts a head behind it, on the thread that will compute, which takes <c>evaluate.tune.threads</c>.</summary>
    /// <param name="start">Borrowed for the call.</param>
    /// <param name="declareHead">Declares the head's parameters, given their place and the backbone.</param>
    /// <param name="dilated">Deepest stages that keep the resolution of the one before, where the backbone has such a variant.</param>
    public TunedNetwork(FrozenBackbone start, Action<ModuleScope, IBackbone> declareHead, int dilated = 0)
    {
        var recipe = start.Recipe;
        _recipe = recipe.Evaluate.Tune;
        TorchThreads.Set(_recipe.Threads == 0 ? Environment.ProcessorCount : _recipe.Threads);
        _precision = recipe.Precision == Protocol.Recipes.Precision.Bf16 ? Torch.Precision.BFloat16 : Torch.Precision.Float32;
        var scope = new ModuleScope();
        Backbone = FrozenBackbone.Build(scope, recipe, dilated);
        declareHead(scope.In("head"), Backbone);
        _layout = NetworkParameters.LayoutOf(scope);
        (_values, _gradients) = (new FlatBuffer(_layout.Length), new FlatBuffer(_layout.Length));
        (_first, _second) = (new FlatBuffer(_layout.Length), new FlatBuffer(_layout.Length));
        _runningLayout = scope.Norms.Layout;
        _running = FlatBuffer.For(_runningLayout);
        _seen = new float[_running.Length];
        Initialisation.Fill(_layout, _values.Floats, recipe.Model, recipe.Seed);
        start.CopyTo(_layout, _values, _runningLayout, _running);
        _parameters = new NetworkParameters(scope, _values, _gradients, _running);
        _update = new ParameterUpdate(
            _recipe.Rule, _layout,
            slot => _recipe.Frozen && slot.Name.StartsWith("backbone.", StringComparison.Ordinal) ? long.MaxValue : 0,
            new LayerDecay(_layout, _recipe.LayerDecay).ShareOf);
    }

    /// <summary>The backbone.</summary>
    public IBackbone Backbone { get; }

    /// <summary>Computes what the backbone gives, with a gradient unless it is frozen.</summary>
    public Tensor ThroughBackbone(Func<IBackbone, Tensor> forward)
    {
        if (!_recipe.Frozen) return forward(Backbone);
        using var still = Grad.Disabled();
        return forward(Backbone);
    }

    /// <summary>One update.</summary>
    /// <param name="learningRate">Of this update.</param>
    /// <param name="loss">Computes the loss, a scalar; its tensors are freed behind it.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="InvalidOperationException">The loss is no finite number.</exception>
    public double Step(double learningRate, Func<Tensor> loss)
    {
        using var scope = TensorScope.Open();
        _parameters.Norms.Rule = _recipe.Frozen ? NormRule.Running : NormRule.Batch;
        _gradients.Floats.Clear();
        double value;
        using (Autocast.Enable(_precision))
        {
            var result = loss();
            value = result.To(DType.Float32).ToArray<float>()[0];
            if (!double.IsFinite(value))
                throw new InvalidOperationException($"the loss of update {_updates + 1} is {value}; a smaller evaluate.tune.learning-rate would work");
            result.Backward();
        }

        _update.Apply(_values.Floats, _gradients.Floats, _first.Floats, _second.Floats, new OptimizerStep
        {
            Update = ++_updates,
            LearningRate = learningRate,
            WeightDecay = _recipe.WeightDecay,
        });
        if (!_recipe.Frozen) MoveStatistics();
        return value;
    }

    /// <summary>Computes without gradients, normalising by running statistics.</summary>
    public void Infer(Action compute)
    {
        using var scope = TensorScope.Open();
        using var still = Grad.Disabled();
        using var casting = Autocast.Enable(_precision);
        _parameters.Norms.Rule = NormRule.Running;
        compute();
    }

    /// <summary>The learning rate of one update: a rise, then steps or half a cosine.</summary>
    /// <param name="recipe">Peak and schedule.</param>
    /// <param name="update">From 0.</param>
    /// <param name="updates">In all.</param>
    public static double RateAt(TuneRecipe recipe, long update, long updates)
    {
        var share = (double)update / updates;
        if (share < recipe.Warmup) return recipe.LearningRate * (update + 1) / (recipe.Warmup * updates);
        return recipe.Schedule == LearningRateSchedule.Cosine
            ? recipe.LearningRate * (1 + Math.Cos(Math.PI * (share - recipe.Warmup) / (1 - recipe.Warmup))) / 2
            : recipe.LearningRate * Math.Pow(0.1, recipe.Milestones.Count(milestone => share >= milestone));
    }

    public void Dispose()
    {
        _parameters.Dispose();
        foreach (var buffer in (FlatBuffer[])[_values, _gradients, _first, _second, _running]) buffer.Dispose();
    }

    private void MoveStatistics()
    {
        _parameters.Norms.Take(_seen, _runningLayout);
        foreach (var (slot, share) in _runningLayout.Slots.Zip(_parameters.Norms.Shares))
        {
            var running = slot.In(_running.Floats);
            var seen = slot.In(_seen);
            for (var at = 0; at < running.Length; at++) running[at] += (float)(share * (seen[at] - running[at]));
        }
    }
}
