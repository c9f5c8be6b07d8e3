namespace SoGar.Compute.Evaluation;

/// <summary>Classifies by the labels of the nearest training clips (methods.md, F.2; SVT's official code).</summary>
public static class NearestNeighbours
{
    /// <summary>
    /// Each of the <paramref name="k"/> training clips of highest cosine votes for its class with exp(cosine / temperature). Of training clips of equal
    /// cosine the earlier is nearer; a score is the sum of a class's votes.
    /// </summary>
    /// <param name="train">The voters.</param>
    /// <param name="test">The clips to classify; of the same width and classes.</param>
    /// <param name="k">Voters of each clip; all training clips vote where there are fewer.</param>
    /// <param name="temperature">Above 0.002, so that the largest vote is a finite number.</param>
    /// <exception cref="ArgumentException">The sets do not fit each other, or there is nothing to learn from.</exception>
    public static ClassScores Vote(FeatureSet train, FeatureSet test, int k, double temperature)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(temperature, 0.002);
        FeaturePair.RequireFit(train, test);
        var (trainRows, testRows) = (Dense.Rows(train), Dense.Rows(test));
        Dense.NormaliseRows(trainRows, train.Width);
        Dense.NormaliseRows(testRows, train.Width);

        var scores = new double[test.Count * test.ClassCount];
        Parallel.For(0, test.Count, clip =>
        {
            var query = testRows.AsSpan(clip * train.Width, train.Width);
            var votes = scores.AsSpan(clip * test.ClassCount, test.ClassCount);
            foreach (var (cosine, neighbour) in Nearest(trainRows, query, k))
                votes[train.Labels[neighbour]] += Math.Exp(cosine / temperature);
        });
        return new ClassScores(test.ClassCount, scores);
    }

    private static IEnumerable<(double Cosine, int Neighbour)> Nearest(double[] trainRows, ReadOnlySpan<double> query, int k)
    {
        // The queue's head is the farthest of those kept; among equal cosines the later clip.
        var kept = new PriorityQueue<(double Cosine, int Neighbour), (double Cosine, int Earliness)>();
        for (var neighbour = 0; neighbour < trainRows.Length / query.Length; neighbour++)
        {
            var cosine = Dense.Dot(query, trainRows.AsSpan(neighbour * query.Length, query.Length));
            if (kept.Count < k) kept.Enqueue((cosine, neighbour), (cosine, -neighbour));
            else kept.EnqueueDequeue((cosine, neighbour), (cosine, -neighbour));
        }

        return kept.UnorderedItems.Select(item => item.Element).OrderBy(found => found.Neighbour);
    }
}
