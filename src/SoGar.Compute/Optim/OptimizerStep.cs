namespace SoGar.Compute.Optim;

/// <summary>The rates of one update of all tensors.</summary>
public readonly record struct OptimizerStep
{
    /// <summary>Number of this update, from 1; corrects the bias of Adam's moments.</summary>
    public required long Update { get; init; }

    /// <summary>Learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Weight decay of tensors that decay.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Whether tensors decay that are declared not to.</summary>
    public bool DecaysAll { get; init; }

    /// <summary>Factor that turns the sum over shards into their mean.</summary>
    public double GradientScale { get; init; } = 1;

    /// <summary>Greatest norm of one tensor's scaled gradient; 0 for no limit.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Share of the last direction that gradient descent keeps.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The customary rates; number, learning rate and decay are the caller's.</summary>
    public OptimizerStep()
    {
    }
}

/// <summary>The rates of one update of one tensor.</summary>
/// <param name="Update">Number of this tensor's update, from 1.</param>
/// <param name="Decay">Its weight decay; 0 where it does not decay.</param>
/// <param name="GradientScale">What its gradient is taken times.</param>
/// <param name="Common">What all tensors have in common, with this one's learning rate.</param>
internal readonly record struct TensorStep(long Update, double Decay, double GradientScale, OptimizerStep Common);
