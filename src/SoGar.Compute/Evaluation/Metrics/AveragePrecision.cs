namespace SoGar.Compute.Evaluation.Metrics;

/// <summary>Area under the curve of precision over recall, every point of it (PASCAL VOC from 2010 on, AVA).</summary>
public static class AveragePrecision
{
    /// <summary>The area under the precision envelope: at each recall the best precision at that recall or beyond it.</summary>
    /// <param name="hits">For answers from the highest score to the lowest: whether each is right.</param>
    /// <param name="positiveCount">Truths, found or not.</param>
    /// <returns>Between 0 and 1; null where there is no truth, for which no precision is defined.</returns>
    public static double? Of(IReadOnlyList<bool> hits, int positiveCount)
    {
        if (positiveCount == 0) return null;
        var precisions = new double[hits.Count];
        var found = 0;
        for (var answer = 0; answer < hits.Count; answer++)
        {
            if (hits[answer]) found++;
            precisions[answer] = (double)found / (answer + 1);
        }

        var (area, best) = (0.0, 0.0);
        for (var answer = hits.Count - 1; answer >= 0; answer--)
        {
            best = Math.Max(best, precisions[answer]);
            if (hits[answer]) area += best / positiveCount;
        }

        return area;
    }
}
