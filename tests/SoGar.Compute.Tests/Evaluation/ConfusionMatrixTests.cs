using SoGar.Compute.Evaluation;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class ConfusionMatrixTests
{
    private static readonly ConfusionMatrix Reference = ConfusionMatrix.Of([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 1, 0], classCount: 3);

    [Fact]
    public void Accuracy_and_its_mean_per_class_equal_the_reference_numerics()   // methods.md, G.8
    {
        Assert.Equal(.666667, Reference.Accuracy, 6);
        Assert.Equal(.555556, Reference.MeanPerClassAccuracy, 6);
    }

    [Fact]
    public void Rows_are_true_classes_and_columns_predictions()
    {
        Assert.Equal([[2, 1, 0], [0, 2, 0], [1, 0, 0]], Reference.Rows().Select(row => row.ToArray()));
        Assert.Equal(1, Reference[2, 0]);
    }

    [Fact]
    public void A_class_that_does_not_occur_does_not_count_in_the_mean()
    {
        var matrix = ConfusionMatrix.Of([0, 2], [0, 1], classCount: 4);

        Assert.Equal(0.5, matrix.MeanPerClassAccuracy);
        Assert.Equal(new double?[] { 1, null, 0, null }, matrix.Recalls());
    }

    [Fact]
    public void The_standard_error_is_that_of_a_share()
    {
        Assert.Equal(Math.Sqrt(2.0 / 3 / 3 / 6), Reference.StandardError, 12);
        Assert.Equal(0.0227, ConfusionMatrix.StandardErrorOf(0.791, 320), 4);
    }

    [Fact]
    public void Nothing_counted_is_nothing_right()
    {
        var empty = ConfusionMatrix.Of([], [], classCount: 2);

        Assert.Equal((0, 0, 0), (empty.Accuracy, empty.MeanPerClassAccuracy, empty.StandardError));
    }

    [Fact]
    public void Merged_classes_are_taken_for_each_other_without_loss()
    {
        var merged = Reference.Merge([0, 1, 0]);

        Assert.Equal([[3, 1], [0, 2]], merged.Rows().Select(row => row.ToArray()));
        Assert.Equal(5.0 / 6, merged.Accuracy, 12);
    }

    [Fact]
    public void A_map_with_gaps_or_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Reference.Merge([0, 2, 0]));
        Assert.Throws<ArgumentException>(() => Reference.Merge([0, 1]));
    }

    [Fact]
    public void Classes_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([0], [3], 3));
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([-1], [0], 3));
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([0, 1], [0], 3));
    }
}
