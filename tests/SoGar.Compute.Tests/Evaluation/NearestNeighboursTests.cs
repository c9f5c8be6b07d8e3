using SoGar.Compute.Evaluation;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class NearestNeighboursTests
{
    private static readonly FeatureSet Train = new([1, 0, .8f, .6f, 0, 1, -.6f, .8f], 2, [0, 0, 1, 1], 2);

    private static FeatureSet Query(params float[] values) => new(values, values.Length, [0], 2);

    [Fact]
    public void Votes_equal_the_reference_numerics()   // methods.md, G.8
    {
        var scores = NearestNeighbours.Vote(Train, Query(.6f, .8f), k: 3, temperature: 0.07);

        // The printed digits come from exact cosines; float32 features carry them to 1e-7, which exp(c / 0.07) blows up fourteenfold.
        Assert.Equal(909008.48, scores[0][0], 909008.48 * 2e-6);
        Assert.Equal(91910.58, scores[0][1], 91910.58 * 2e-6);
        Assert.Equal([0], scores.Predictions());
    }

    [Fact]
    public void The_length_of_features_does_not_matter()
    {
        var longer = new FeatureSet([10, 0, .08f, .06f, 0, 3, -6f, 8f], 2, [0, 0, 1, 1], 2);

        var scores = NearestNeighbours.Vote(longer, Query(60, 80), k: 3, temperature: 0.07);

        Assert.Equal(909008.48, scores[0][0], 909008.48 * 2e-6);
    }

    [Fact]
    public void Of_equally_near_clips_the_earlier_votes()
    {
        var twins = new FeatureSet([1, 0, 1, 0, 1, 0], 2, [1, 0, 0], 2);

        Assert.Equal([1], NearestNeighbours.Vote(twins, Query(1, 0), k: 1, temperature: 0.07).Predictions());
    }

    [Fact]
    public void Of_equal_votes_the_lower_class_wins()
    {
        var twins = new FeatureSet([1, 0, 1, 0], 2, [1, 0], 2);

        Assert.Equal([0], NearestNeighbours.Vote(twins, Query(1, 0), k: 2, temperature: 0.07).Predictions());
    }

    [Fact]
    public void With_fewer_clips_than_voters_all_vote()
    {
        var all = NearestNeighbours.Vote(Train, Query(.6f, .8f), k: 4, temperature: 0.07);
        var more = NearestNeighbours.Vote(Train, Query(.6f, .8f), k: 200, temperature: 0.07);

        Assert.Equal(all[0].ToArray(), more[0].ToArray());
    }

    [Fact]
    public void A_clip_without_any_direction_is_voted_on_without_failing()
    {
        var scores = NearestNeighbours.Vote(Train, Query(0, 0), k: 3, temperature: 0.07);

        Assert.Equal([2.0, 1.0], scores[0].ToArray());
    }

    [Fact]
    public void Sets_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Vote(Train, Query(1, 2, 3), 3, 0.07));
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Vote(new FeatureSet([], 2, [], 2), Query(1, 2), 3, 0.07));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbours.Vote(Train, Query(1, 2), 0, 0.07));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbours.Vote(Train, Query(1, 2), 3, 0));
    }
}
