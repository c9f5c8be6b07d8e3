using SoGar.Compute.Evaluation;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class ClassScoresTests
{
    private static readonly ClassScores Scores = new(3, [0.1, 0.7, 0.2, 0.5, 0.5, 0.0, 0.3, 0.3, 0.3]);

    [Fact]
    public void The_highest_score_wins_and_of_equal_ones_the_lower_class() => Assert.Equal([1, 0, 0], Scores.Predictions());

    [Theory]
    [InlineData(1, 1.0 / 3)]
    [InlineData(2, 2.0 / 3)]
    [InlineData(3, 1.0)]
    [InlineData(5, 1.0)]
    public void Top_accuracy_counts_the_clips_whose_class_is_among_the_first(int k, double share) =>
        Assert.Equal(share, Scores.TopAccuracy([1, 1, 2], k), 12);

    [Fact]
    public void Top_1_accuracy_is_that_of_the_predictions()
    {
        int[] labels = [1, 1, 2];

        Assert.Equal(ConfusionMatrix.Of(labels, Scores.Predictions(), 3).Accuracy, Scores.TopAccuracy(labels, 1));
    }
}
