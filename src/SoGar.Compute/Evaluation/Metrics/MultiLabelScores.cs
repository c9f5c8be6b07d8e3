namespace SoGar.Compute.Evaluation.Metrics;

/// <summary>Answers that may name several classes at once: precision, recall and F1 of each sample, then their means (methods.md, F.3).</summary>
public static class MultiLabelScores
{
    /// <summary>Compares sets of classes sample by sample.</summary>
    /// <param name="truth">The true classes of each sample.</param>
    /// <param name="predicted">The classes that were answered.</param>
    /// <returns>Means over samples; a sample without answers has precision 0, one without truths recall 0.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static PrecisionRecall SampleAveraged(IReadOnlyList<IReadOnlySet<int>> truth, IReadOnlyList<IReadOnlySet<int>> predicted)
    {
        if (truth.Count != predicted.Count) throw new ArgumentException($"{truth.Count} true label sets, {predicted.Count} predicted ones");
        var sum = new PrecisionRecall();
        foreach (var (wanted, answered) in truth.Zip(predicted)) sum += Of(wanted, answered);
        return sum.DividedBy(truth.Count, truth.Count, truth.Count);
    }

    /// <summary>One sample.</summary>
    public static PrecisionRecall Of(IReadOnlySet<int> truth, IReadOnlySet<int> predicted) =>
        PrecisionRecall.OfCounts(predicted.Count(truth.Contains), predicted.Count, truth.Count);

    /// <summary>The classes whose probability is above <paramref name="threshold"/>.</summary>
    public static IReadOnlySet<int> Above(ReadOnlySpan<double> probabilities, double threshold = 0.5)
    {
        var classes = new SortedSet<int>();
        for (var label = 0; label < probabilities.Length; label++)
            if (probabilities[label] > threshold) classes.Add(label);
        return classes;
    }
}
