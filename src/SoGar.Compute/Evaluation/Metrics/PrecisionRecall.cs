namespace SoGar.Compute.Evaluation.Metrics;

/// <summary>What of the answers is right, what of the truth is found, and both in one number; shares between 0 and 1.</summary>
/// <param name="Precision">Right answers among answers.</param>
/// <param name="Recall">Right answers among truths.</param>
/// <param name="F1">Their harmonic mean, or the mean of such, as whoever made it says.</param>
public readonly record struct PrecisionRecall(double Precision, double Recall, double F1)
{
    /// <summary>From counts; what is undefined, such as the precision of no answers, is 0.</summary>
    public static PrecisionRecall OfCounts(int right, int answered, int wanted)
    {
        var precision = answered == 0 ? 0 : (double)right / answered;
        var recall = wanted == 0 ? 0 : (double)right / wanted;
        return new PrecisionRecall(precision, recall, precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall));
    }

    /// <summary>Each of the three divided by a number of its own; 0 where that is 0.</summary>
    internal PrecisionRecall DividedBy(int forPrecision, int forRecall, int forF1) =>
        new(Over(Precision, forPrecision), Over(Recall, forRecall), Over(F1, forF1));

    /// <summary>Term by term.</summary>
    public static PrecisionRecall operator +(PrecisionRecall left, PrecisionRecall right) =>
        new(left.Precision + right.Precision, left.Recall + right.Recall, left.F1 + right.F1);

    private static double Over(double sum, int count) => count == 0 ? 0 : sum / count;
}
