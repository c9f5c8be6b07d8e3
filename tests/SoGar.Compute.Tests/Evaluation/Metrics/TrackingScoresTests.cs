using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Metrics;

namespace SoGar.Compute.Tests.Evaluation.Metrics;

public sealed class TrackingScoresTests
{
    private static readonly Box[] Truth =
        [Box.OfCorner(10, 10, 40, 20), Box.OfCorner(12, 10, 40, 20), Box.OfCorner(14, 12, 40, 20), Box.OfCorner(60, 60, 20, 20)];

    private static readonly Box[] Predicted =
        [Box.OfCorner(10, 10, 40, 20), Box.OfCorner(20, 14, 40, 20), Box.OfCorner(40, 30, 36, 24), Box.OfCorner(60, 60, 10, 10)];

    [Fact]
    public void Overlaps_and_distances_equal_the_reference_numerics()   // methods.md, G.8
    {
        Assert.Equal([1, .470588, .017115, .25], Truth.Zip(Predicted, (one, other) => Math.Round(one.IntersectionOverUnion(other), 6)));
        Assert.Equal([0, 8.944272, 31.240999, 7.071068], Truth.Zip(Predicted, (one, other) => Math.Round(one.CentreDistance(other), 6)));
    }

    [Fact]
    public void Precision_and_success_equal_the_reference_numerics()   // methods.md, G.8
    {
        var scores = TrackingScores.Of(Truth, Predicted);

        Assert.Equal(.75, scores.Precision, 12);
        Assert.Equal(.428571, scores.Success, 6);
    }

    [Fact]
    public void A_perfect_track_does_not_exceed_an_overlap_of_one() => Assert.Equal(20.0 / 21, TrackingScores.Of(Truth, Truth).Success, 12);

    [Fact]
    public void Frames_without_a_true_box_are_left_out()
    {
        var scores = TrackingScores.Of([Truth[0], default, Truth[3]], [Truth[0], Truth[1], Truth[3]]);

        Assert.Equal((1.0, 2), (scores.Precision, scores.Frames));
        Assert.Throws<ArgumentException>(() => TrackingScores.Of([default], [Truth[0]]));
    }

    [Fact]
    public void Each_sequence_counts_the_same_however_long_it_is()
    {
        var mean = TrackingScores.Mean([new TrackingScores(1, 0.5, 1), new TrackingScores(0, 0.1, 99)]);

        Assert.Equal((0.5, 0.3, 100), (mean.Precision, mean.Success, mean.Frames));
    }
}
