using SoGar.Compute.Evaluation;
using SoGar.Compute.Evaluation.Metrics;

namespace SoGar.Compute.Tests.Evaluation.Metrics;

public sealed class RetrievalTests
{
    private static readonly FeatureSet Gallery = new([1, 0, .8f, .6f, 0, 1, -.6f, .8f], 2, [0, 0, 1, 1], classCount: 3);

    [Fact]
    public void A_query_is_found_when_its_class_is_among_the_nearest()
    {
        // Cosines .6 .96 .8 .28: the nearest two are of class 0 and of class 1.
        var queries = new FeatureSet([.6f, .8f, .6f, .8f, .6f, .8f], 2, [0, 1, 2], classCount: 3);

        Assert.Equal([1.0 / 3, 2.0 / 3, 2.0 / 3], Retrieval.RecallAt(Gallery, queries, [1, 2, 100]));
    }

    [Fact]
    public void Of_clips_as_near_the_earlier_comes_first()
    {
        var twins = new FeatureSet([1, 0, 2, 0], 2, [0, 1], classCount: 2);

        Assert.Equal([1.0, 1.0], Retrieval.RecallAt(twins, new FeatureSet([5, 0], 2, [0], 2), [1, 2]));
        Assert.Equal([0.0, 1.0], Retrieval.RecallAt(twins, new FeatureSet([5, 0], 2, [1], 2), [1, 2]));
    }

    [Fact]
    public void Sets_that_do_not_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => Retrieval.RecallAt(Gallery, new FeatureSet([1, 0, 0], 3, [0], 3), [1]));
}
