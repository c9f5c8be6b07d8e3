using System.Collections.Immutable;

namespace SoGar.Compute.Evaluation;

/// <summary>Scores of each class for each clip; the highest wins, of equal ones the lower class.</summary>
/// <param name="classCount">C.</param>
/// <param name="values">[N, C], row-major; taken over.</param>
public sealed class ClassScores(int classCount, double[] values)
{
    /// <summary>N.</summary>
    public int Count { get; } = values.Length / classCount;

    /// <summary>[C], the scores of one clip; borrowed.</summary>
    public ReadOnlySpan<double> this[int clip] => values.AsSpan(clip * classCount, classCount);

    /// <summary>The winner of each clip.</summary>
    public ImmutableArray<int> Predictions() => [.. Enumerable.Range(0, Count).Select(Best)];

    /// <summary>Share of clips whose true class is among the <paramref name="k"/> highest; each class that scores as high and comes earlier
    /// counts as higher.</summary>
    /// <param name="labels">[N], the true classes.</param>
    /// <param name="k">1 for plain accuracy; more than there are classes counts every clip.</param>
    public double TopAccuracy(IReadOnlyList<int> labels, int k)
    {
        var hits = 0;
        for (var clip = 0; clip < Count; clip++)
            if (Rank(this[clip], labels[clip]) < k) hits++;
        return Count == 0 ? 0 : (double)hits / Count;
    }

    private int Best(int clip)
    {
        var scores = this[clip];
        var best = 0;
        for (var candidate = 1; candidate < scores.Length; candidate++)
            if (scores[candidate] > scores[best]) best = candidate;
        return best;
    }

    private static int Rank(ReadOnlySpan<double> scores, int label)
    {
        var rank = 0;
        for (var other = 0; other < scores.Length; other++)
            if (scores[other] > scores[label] || (scores[other] == scores[label] && other < label)) rank++;
        return rank;
    }
}
