using System.Collections.Immutable;

namespace SoGar.Compute.Evaluation;

/// <summary>
/// Multinomial logistic regression on standardised features by L-BFGS. The weight of the penalty is the one of several that does best on a held-out
/// fifth of the training clips; then all of them are learned from.
/// </summary>
/// <param name="Classifier">What was learned.</param>
/// <param name="L2">The chosen weight of the penalty.</param>
public sealed record LinearProbe(LinearClassifier Classifier, double L2)
{
    /// <summary>Learns from <paramref name="train"/>.</summary>
    /// <param name="train">Features with labels.</param>
    /// <param name="l2Candidates">Penalties to choose from; of equally good ones the heaviest is taken.</param>
    /// <param name="iterations">L-BFGS iterations of each fit.</param>
    /// <param name="seed">Keys the held-out fifth.</param>
    /// <exception cref="ArgumentException">There is no clip, or no candidate.</exception>
    public static LinearProbe Fit(FeatureSet train, IReadOnlyCollection<double> l2Candidates, int iterations, ulong seed)
    {
        if (train.Count == 0) throw new ArgumentException("a probe needs training clips");
        if (l2Candidates.Count == 0 || l2Candidates.Any(l2 => !(l2 >= 0))) throw new ArgumentException("a probe needs penalties of 0 or more to choose from");
        var chosen = l2Candidates.Count == 1 ? l2Candidates.First() : Choose(train, [.. l2Candidates.OrderDescending()], iterations, seed);
        return new LinearProbe(FitOne(train, chosen, iterations), chosen);
    }

    private static double Choose(FeatureSet train, ImmutableArray<double> heaviestFirst, int iterations, ulong seed)
    {
        var split = HeldOutSplit.Fifth(train.Labels, seed);
        if (split.HeldOut.IsEmpty) return heaviestFirst[0];
        var (fit, heldOut) = (train.Pick(split.Fit), train.Pick(split.HeldOut));
        return heaviestFirst.MaxBy(l2 => FitOne(fit, l2, iterations).Scores(heldOut).TopAccuracy(heldOut.Labels, 1));
    }

    private static LinearClassifier FitOne(FeatureSet train, double l2, int iterations)
    {
        var scale = FeatureScale.Standardise(train);
        var loss = new LogisticLoss(scale.Apply(train), train.Width, train.Labels, train.ClassCount, l2);
        var parameters = new Lbfgs(loss.Evaluate).Minimise(new double[loss.ParameterCount], iterations);
        return new LinearClassifier(scale, parameters, train.ClassCount);
    }
}
