using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Optim;

/// <summary>
/// What moves with the step (methods.md, B.3-B.5), as functions of the recipe and the step alone: a run resumed at a step goes on exactly as an
/// unbroken one. Steps count from 0.
/// </summary>
public sealed class Schedules(Recipe recipe)
{
    private readonly OptimizerRecipe _optimizer = recipe.Optimizer;
    private readonly TeacherRecipe _teacher = recipe.Teacher;
    private readonly LossRecipe _loss = recipe.Loss;
    private readonly int _steps = recipe.Steps;

    /// <summary>Steps of the learning rate's warm-up.</summary>
    public int WarmupSteps { get; } = (int)Math.Round(recipe.Optimizer.Warmup * recipe.Steps);

    /// <summary>From 0 to the peak over <see cref="WarmupSteps"/> (both ends included, so that the peak comes twice), then down as the recipe says.</summary>
    public double LearningRateAt(long step)
    {
        if (step < WarmupSteps) return Linear(0, _optimizer.LearningRate, step, WarmupSteps - 1);
        return _optimizer.Schedule == LearningRateSchedule.Cosine
            ? Cosine(_optimizer.LearningRate, _optimizer.LearningRateEnd, step - WarmupSteps, _steps - WarmupSteps)
            : _optimizer.LearningRate * Math.Pow(_optimizer.Gamma, _optimizer.Milestones.Count(share => step >= share * _steps));
    }

    /// <summary>Weight decay, along a cosine.</summary>
    public double WeightDecayAt(long step) => Cosine(_optimizer.WeightDecay, _optimizer.WeightDecayEnd, step, _steps);

    /// <summary>Momentum of the teacher, along a cosine.</summary>
    public double MomentumAt(long step) => Cosine(_teacher.Momentum, _teacher.MomentumEnd, step, _steps);

    /// <summary>Temperature of the teacher's target: linear over its warm-up, then constant.</summary>
    public double TeacherTemperatureAt(long step)
    {
        var warmup = (long)Math.Round(_loss.TeacherTemperatureWarmup * _steps);
        return step < warmup
            ? Linear(_loss.TeacherTemperature, _loss.TeacherTemperatureEnd, step, warmup - 1)
            : warmup > 0 ? _loss.TeacherTemperatureEnd : _loss.TeacherTemperature;
    }

    /// <summary>The rates of the update that ends <paramref name="step"/>, for gradients summed over the recipe's shards.</summary>
    public OptimizerStep UpdateAt(long step) => new()
    {
        Update = step + 1,
        LearningRate = LearningRateAt(step),
        WeightDecay = WeightDecayAt(step),
        GradientScale = 1.0 / recipe.Shards,
        DecaysAll = _optimizer.DecayAll,
        ClipNorm = _optimizer.ClipNorm,
        Momentum = _optimizer.Momentum,
        Beta1 = _optimizer.Beta1,
        Beta2 = _optimizer.Beta2,
        Epsilon = _optimizer.Epsilon,
    };

    private static double Linear(double from, double to, long step, long last) => last <= 0 ? from : from + (to - from) * step / last;

    private static double Cosine(double from, double to, long step, long steps) => to + 0.5 * (from - to) * (1 + Math.Cos(Math.PI * step / steps));
}
