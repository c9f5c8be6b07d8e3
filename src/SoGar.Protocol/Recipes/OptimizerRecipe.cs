using System.Collections.Immutable;

namespace SoGar.Protocol.Recipes;

/// <summary>The optimizer and its schedules (methods.md, B.5, C.6, D.4, E.5). Vectors, biases and embedding tables are not decayed.</summary>
public sealed record OptimizerRecipe
{
    /// <summary>How gradients move the weights.</summary>
    public OptimizerRule Rule { get; init; } = OptimizerRule.Adamw;

    /// <summary>Peak learning rate. SVT's rule: 5e-4 times batch / 256.</summary>
    public double LearningRate { get; init; } = 6.25e-5;

    /// <summary>Learning rate at the end of the cosine.</summary>
    public double LearningRateEnd { get; init; } = 1e-6;

    /// <summary>Share of the steps over which the learning rate rises from 0.</summary>
    public double Warmup { get; init; } = 0.1;

    /// <summary>How the learning rate falls behind its warm-up.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>With <see cref="LearningRateSchedule.Steps"/>: shares of the run, ascending, at which the learning rate falls.</summary>
    public ImmutableArray<double> Milestones { get; init; } = [0.7];

    /// <summary>With <see cref="LearningRateSchedule.Steps"/>: what the learning rate is multiplied by at a milestone.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>Weight decay at the start of its cosine.</summary>
    public double WeightDecay { get; init; } = 0.04;

    /// <summary>Weight decay at the end of its cosine.</summary>
    public double WeightDecayEnd { get; init; } = 0.1;

    /// <summary>Whether vectors, biases and embedding tables decay too.</summary>
    public bool DecayAll { get; init; }

    /// <summary>Greatest L2 norm of the gradient of one parameter tensor; 0 for no limit.</summary>
    public double ClipNorm { get; init; } = 3;

    /// <summary>With <see cref="OptimizerRule.Sgd"/>: share of the last direction that is kept.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;
}

/// <summary>How gradients move the weights.</summary>
public enum OptimizerRule
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    Adamw,

    /// <summary>Adam, the decay added to the gradient (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Gradient descent with momentum, the decay added to the gradient.</summary>
    Sgd,
}

/// <summary>How the learning rate falls behind its warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>Along half a cosine to <see cref="OptimizerRecipe.LearningRateEnd"/>.</summary>
    Cosine,

    /// <summary>By <see cref="OptimizerRecipe.Gamma"/> at each of <see cref="OptimizerRecipe.Milestones"/>.</summary>
    Steps,
}
