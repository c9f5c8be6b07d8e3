using SoGar.Compute.Evaluation.Metrics;

namespace SoGar.Compute.Tests.Evaluation.Metrics;

public sealed class SocialGroupScoresTests
{
    [Theory]
    [InlineData("1,2", "1,2", true)]
    [InlineData("1,2", "1,3", false)]
    [InlineData("1", "1", true)]
    [InlineData("1,2", "1", false)]          // exactly half of the larger group
    [InlineData("1,2,3", "1,2", true)]
    [InlineData("1,2,3,4", "1,2", false)]
    [InlineData("1,2,3,4", "1,2,3,5", true)]
    public void Groups_match_when_more_than_half_of_the_larger_one_is_shared(string truth, string predicted, bool match) =>
        Assert.Equal(match, SocialGroupScores.Match(Set(truth), Set(predicted)));

    [Fact]
    public void Matched_pairs_add_the_scores_of_their_labels_and_predicted_groups_divide()
    {
        // One of three predicted groups is right, one is right in one label of two, one matches nothing; four groups are there.
        var truth = new[] { Group("1,2", "5"), Group("3,4,5", "6,7"), Group("6", "0"), Group("7", "0") };
        var predicted = new[] { Group("1,2", "5"), Group("3,4,5", "6,8"), Group("6,7", "0") };

        var parity = new SocialGroupScores().Of([truth], [predicted]);
        var meant = new SocialGroupScores(SocialRecall.TruthCount).Of([truth], [predicted]);

        Assert.Equal(new PrecisionRecall(1.5 / 3, 1.5 / 3, 1.5 / 3), parity);
        Assert.Equal(1.5 / 4, meant.Recall);
        Assert.Equal(parity.Precision, meant.Precision);
    }

    [Fact]
    public void Groups_are_counted_over_all_frames_together()
    {
        var scores = new SocialGroupScores().Of(
            [[Group("1,2", "1")], [Group("1,2", "1")]], [[Group("1,2", "1")], [Group("1", "1"), Group("2", "1"), Group("3", "1")]]);

        Assert.Equal(1.0 / 4, scores.Precision);
    }

    [Fact]
    public void People_on_their_own_can_be_left_out()
    {
        IReadOnlyList<SocialGroup>[] truth = [[Group("1,2", "5"), Group("3", "0")]], predicted = [[Group("1,2", "5"), Group("3", "1")]];

        Assert.Equal(0.5, new SocialGroupScores().Of(truth, predicted).F1);
        Assert.Equal(1, new SocialGroupScores(WithSingletons: false).Of(truth, predicted).F1);
    }

    [Fact]
    public void A_group_is_matched_once_even_where_predictions_overlap() => Assert.Equal(
        0.5, new SocialGroupScores().Of([[Group("1,2,3", "5")]], [[Group("1,2,3", "5"), Group("1,2,3", "5")]]).Precision);

    [Fact]
    public void The_overall_figure_is_the_mean_of_the_three_F1() =>
        Assert.Equal(0.5, new ParScores(new(0, 0, 0.2), new(0, 0, 0.4), new(0, 0, 0.9)).Overall, 12);

    private static SocialGroup Group(string members, string labels) => new(Set(members), Set(labels));

    private static SortedSet<int> Set(string numbers) => [.. numbers.Split(',').Select(int.Parse)];
}
