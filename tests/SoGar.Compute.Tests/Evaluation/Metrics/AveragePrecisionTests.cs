using SoGar.Compute.Evaluation.Metrics;

namespace SoGar.Compute.Tests.Evaluation.Metrics;

public sealed class AveragePrecisionTests
{
    [Fact]
    public void The_area_equals_the_reference_numerics() =>   // methods.md, G.8
        Assert.Equal(.555556, AveragePrecision.Of([true, false, true, false], 3)!.Value, 6);

    [Fact]
    public void A_later_point_of_higher_precision_lifts_the_earlier_ones() =>
        Assert.Equal(2.0 / 3, AveragePrecision.Of([false, true, true], 2)!.Value, 12);

    [Fact]
    public void Without_truths_nothing_is_defined_and_without_answers_nothing_is_found()
    {
        Assert.Null(AveragePrecision.Of([false], 0));
        Assert.Equal(0, AveragePrecision.Of([], 2));
    }
}
