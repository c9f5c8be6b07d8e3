namespace SoGar.Protocol.Recipes;

/// <summary>AdamW and its schedules (methods.md, B.5). Vectors, biases and embedding tables are not decayed.</summary>
public sealed record OptimizerRecipe
{
    /// <summary>Peak learning rate. SVT's rule: 5e-4 times batch / 256.</summary>
    public double LearningRate { get; init; } = 6.25e-5;

    /// <summary>Learning rate at the end of the cosine.</summary>
    public double LearningRateEnd { get; init; } = 1e-6;

    /// <summary>Share of the steps over which the learning rate rises from 0.</summary>
    public double Warmup { get; init; } = 0.1;

    /// <summary>Weight decay at the start of its cosine.</summary>
    public double WeightDecay { get; init; } = 0.04;

    /// <summary>Weight decay at the end of its cosine.</summary>
    public double WeightDecayEnd { get; init; } = 0.1;

    /// <summary>Greatest L2 norm of the gradient of one parameter tensor; 0 for no limit.</summary>
    public double ClipNorm { get; init; } = 3;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;
}
