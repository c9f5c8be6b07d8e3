using System.Collections.Immutable;

namespace SoGar.Compute.Evaluation.Metrics;

/// <summary>Finding clips of the same class by their features: each test clip asks, the training clips are the gallery (methods.md, F.2).</summary>
public static class Retrieval
{
    private const int NeverFound = int.MaxValue;

    /// <summary>
    /// R@k: share of queries that have a clip of their class among the k of highest cosine. Of clips of equal cosine the earlier comes first.
    /// </summary>
    /// <param name="gallery">What is searched.</param>
    /// <param name="queries">What is asked for; of the same width and classes.</param>
    /// <param name="ks">1, 5, 10, 20 as a rule.</param>
    /// <returns>One share for each k, in that order.</returns>
    /// <exception cref="ArgumentException">The sets do not fit each other, or one is empty.</exception>
    public static ImmutableArray<double> RecallAt(FeatureSet gallery, FeatureSet queries, IReadOnlyList<int> ks)
    {
        foreach (var k in ks) ArgumentOutOfRangeException.ThrowIfLessThan(k, 1, nameof(ks));
        var ranks = FirstRanks(gallery, queries);
        return [.. ks.Select(k => (double)ranks.Count(rank => rank < k) / ranks.Length)];
    }

    /// <summary>For each query the number of gallery clips before the first of its class.</summary>
    private static int[] FirstRanks(FeatureSet gallery, FeatureSet queries)
    {
        FeaturePair.RequireFit(gallery, queries);
        var (galleryRows, queryRows) = (Dense.Rows(gallery), Dense.Rows(queries));
        Dense.NormaliseRows(galleryRows, gallery.Width);
        Dense.NormaliseRows(queryRows, gallery.Width);
        var ranks = new int[queries.Count];
        Parallel.For(0, queries.Count, query =>
        {
            var row = queryRows.AsSpan(query * gallery.Width, gallery.Width);
            var cosines = new double[gallery.Count];
            for (var clip = 0; clip < cosines.Length; clip++) cosines[clip] = Dense.Dot(row, galleryRows.AsSpan(clip * gallery.Width, gallery.Width));
            ranks[query] = RankOfFirst(cosines, gallery.Labels, queries.Labels[query]);
        });
        return ranks;
    }

    // The nearest of the class, then how many others are nearer: two passes instead of a sort.
    private static int RankOfFirst(double[] cosines, ImmutableArray<int> labels, int wanted)
    {
        var first = -1;
        for (var clip = 0; clip < cosines.Length; clip++)
            if (labels[clip] == wanted && (first < 0 || cosines[clip] > cosines[first])) first = clip;
        if (first < 0) return NeverFound;
        var rank = 0;
        for (var clip = 0; clip < cosines.Length; clip++)
            if (cosines[clip] > cosines[first] || (cosines[clip] == cosines[first] && clip < first)) rank++;
        return rank;
    }
}
