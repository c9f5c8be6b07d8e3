using SoGar.Compute.Evaluation.Metrics;

namespace SoGar.Compute.Tests.Evaluation.Metrics;

public sealed class MultiLabelScoresTests
{
    [Fact]
    public void Means_over_samples_equal_the_reference_numerics()   // methods.md, G.8
    {
        var scores = MultiLabelScores.SampleAveraged([Set(0, 2), Set(1)], [Set(0, 1), Set(1, 3)]);

        Assert.Equal(.5, scores.Precision, 12);
        Assert.Equal(.75, scores.Recall, 12);
        Assert.Equal(.583333, scores.F1, 6);
    }

    [Fact]
    public void What_is_undefined_counts_as_nothing()
    {
        Assert.Equal(new PrecisionRecall(0, 0, 0), MultiLabelScores.Of(Set(1), Set()));
        Assert.Equal(new PrecisionRecall(0, 0, 0), MultiLabelScores.Of(Set(), Set(1)));
        Assert.Equal(new PrecisionRecall(0, 0, 0), MultiLabelScores.SampleAveraged([], []));
    }

    [Fact]
    public void Only_probabilities_above_the_threshold_are_answers() => Assert.Equal([1, 3], MultiLabelScores.Above([0.5, 0.51, 0.1, 0.9]));

    [Fact]
    public void Lists_of_different_length_are_refused() => Assert.Throws<ArgumentException>(() => MultiLabelScores.SampleAveraged([Set(1)], []));

    private static SortedSet<int> Set(params int[] classes) => [.. classes];
}
