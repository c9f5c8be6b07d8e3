namespace SoGar.Compute.Evaluation;

/// <summary>A linear map from features to class scores, after the shift and scale of its training features.</summary>
public sealed class LinearClassifier
{
    private readonly FeatureScale _scale;
    private readonly double[] _parameters;

    /// <param name="scale">Applied to features first.</param>
    /// <param name="parameters">[C, D + 1]: weights, then the bias; taken over.</param>
    /// <param name="classCount">C.</param>
    internal LinearClassifier(FeatureScale scale, double[] parameters, int classCount)
    {
        _scale = scale;
        _parameters = parameters;
        ClassCount = classCount;
    }

    /// <summary>C.</summary>
    public int ClassCount { get; }

    /// <summary>Scores of each class, before any softmax.</summary>
    /// <exception cref="ArgumentException">The features have another width than those it learned from.</exception>
    public ClassScores Scores(FeatureSet features)
    {
        var rows = _scale.Apply(features);
        var stride = features.Width + 1;
        var scores = new double[features.Count * ClassCount];
        for (var clip = 0; clip < features.Count; clip++)
            for (var candidate = 0; candidate < ClassCount; candidate++)
            {
                var weights = _parameters.AsSpan(candidate * stride, features.Width);
                scores[clip * ClassCount + candidate] =
                    Dense.Dot(weights, rows.AsSpan(clip * features.Width, features.Width)) + _parameters[candidate * stride + features.Width];
            }

        return new ClassScores(ClassCount, scores);
    }
}
