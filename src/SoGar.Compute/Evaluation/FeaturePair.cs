namespace SoGar.Compute.Evaluation;

/// <summary>Features of the same network for training and for test clips.</summary>
/// <param name="Train">What probe and neighbours learn from.</param>
/// <param name="Test">What they are measured on.</param>
public sealed record FeaturePair(FeatureSet Train, FeatureSet Test)
{
    /// <exception cref="ArgumentException">Widths or classes differ, or one set is empty.</exception>
    internal static void RequireFit(FeatureSet train, FeatureSet test)
    {
        if (train.Width != test.Width) throw new ArgumentException($"training features have width {train.Width}, test features {test.Width}");
        if (train.ClassCount != test.ClassCount) throw new ArgumentException($"training clips have {train.ClassCount} classes, test clips {test.ClassCount}");
        if (train.Count == 0 || test.Count == 0) throw new ArgumentException($"{train.Count} training and {test.Count} test clips: both are needed");
    }
}
