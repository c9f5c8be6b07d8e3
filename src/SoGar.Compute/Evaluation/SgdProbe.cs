using SoGar.Protocol.Chance;

namespace SoGar.Compute.Evaluation;

/// <summary>
/// The linear probe of SVT's official code (methods.md, F.2): SGD with momentum 0.9 on features as they are, no decay, the learning rate
/// following a cosine from epoch to epoch.
/// </summary>
public sealed record SgdProbe
{
    private const double Momentum = 0.9;

    /// <summary>Passes over the training clips.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Clips of one update.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Learning rate of a batch of 256; scaled to <see cref="Batch"/>.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Whether features are brought to unit length first, as ConST-CL does.</summary>
    public bool NormaliseFeatures { get; init; }

    /// <summary>The probe of a recipe.</summary>
    public static SgdProbe From(Protocol.Recipes.SgdRecipe recipe) =>
        new() { Epochs = recipe.Epochs, Batch = recipe.Batch, LearningRate = recipe.LearningRate, NormaliseFeatures = recipe.Normalise };

    /// <summary>Learns from <paramref name="train"/>; the seed keys the first weights, N(0, 0.01), and the order of clips.</summary>
    public LinearClassifier Fit(FeatureSet train, ulong seed)
    {
        var scale = NormaliseFeatures ? FeatureScale.UnitLength : FeatureScale.None;
        var rows = scale.Apply(train);
        var parameters = FirstWeights(train, seed);
        var velocity = new double[parameters.Length];
        var gradient = new double[parameters.Length];
        var order = Enumerable.Range(0, train.Count).ToArray();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            KeyedRandom.For(seed, Purpose.SampleOrder, epoch).Shuffle<int>(order);
            var rate = LearningRate * Batch / 256 * (1 + Math.Cos(Math.PI * epoch / Epochs)) / 2;
            foreach (var batch in order.Chunk(Batch))
            {
                LossOf(train, rows, batch).Evaluate(parameters, gradient);
                for (var at = 0; at < parameters.Length; at++)
                {
                    velocity[at] = Momentum * velocity[at] + gradient[at];
                    parameters[at] -= rate * velocity[at];
                }
            }
        }

        return new LinearClassifier(scale, parameters, train.ClassCount);
    }

    private static LogisticLoss LossOf(FeatureSet train, double[] rows, int[] batch)
    {
        var picked = new double[batch.Length * train.Width];
        for (var row = 0; row < batch.Length; row++)
            rows.AsSpan(batch[row] * train.Width, train.Width).CopyTo(picked.AsSpan(row * train.Width));
        return new LogisticLoss(picked, train.Width, [.. batch.Select(clip => train.Labels[clip])], train.ClassCount, l2: 0);
    }

    private static double[] FirstWeights(FeatureSet train, ulong seed)
    {
        var random = KeyedRandom.For(seed, Purpose.Weights);
        var parameters = new double[train.ClassCount * (train.Width + 1)];
        for (var at = 0; at < parameters.Length; at++)
            parameters[at] = at % (train.Width + 1) == train.Width ? 0 : 0.01 * random.Normal();
        return parameters;
    }
}
