using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Metrics;

namespace SoGar.Compute.Tests.Evaluation.Metrics;

public sealed class FrameMapTests
{
    private static readonly Box Left = new(0, 0, 0.5, 1), Right = new(0.5, 0, 1, 1);
    private static readonly FrameMap Metric = new(new SortedSet<int> { 1, 2, 3 }, new HashSet<string>());

    [Fact]
    public void Actions_that_occur_are_averaged_and_others_are_not()
    {
        var scores = Metric.Of(
            [new("v,0902", Left, 1), new("v,0902", Right, 1), new("v,0903", Left, 2)],
            [new("v,0902", Left, 1, 0.9), new("v,0902", Right, 1, 0.2), new("v,0903", Right, 2, 0.9), new("v,0903", Left, 3, 0.9)]);

        Assert.Equal((1.0, 0.0, null), (scores.PerAction[1], scores.PerAction[2], scores.PerAction[3]));
        Assert.Equal(0.5, scores.Mean);
    }

    [Fact]
    public void A_true_box_is_taken_once_by_the_surest()
    {
        var scores = Metric.Of([new("v,1", Left, 1), new("v,1", Right, 1)], [new("v,1", Left, 1, 0.5), new("v,1", Left, 1, 0.9)]);

        Assert.Equal(0.5, scores.PerAction[1]!.Value);
    }

    [Fact]
    public void Overlap_of_exactly_the_threshold_is_enough()
    {
        var half = new Box(0, 0, 0.25, 1);

        Assert.Equal(1, Metric.Of([new("v,1", Left, 1)], [new("v,1", half, 1, 1)]).PerAction[1]);
        Assert.Equal(0, Metric.Of([new("v,1", Left, 1)], [new("v,1", half with { X2 = 0.24 }, 1, 1)]).PerAction[1]);
    }

    [Fact]
    public void A_box_in_another_frame_or_of_another_action_is_no_match()
    {
        var scores = Metric.Of([new("v,1", Left, 1)], [new("v,2", Left, 1, 1), new("v,1", Left, 2, 1)]);

        Assert.Equal(0, scores.PerAction[1]);
    }

    [Fact]
    public void Excluded_frames_and_actions_outside_the_label_map_count_on_neither_side()
    {
        var metric = Metric with { Excluded = new HashSet<string> { "v,2" } };

        var scores = metric.Of(
            [new("v,1", Left, 1), new("v,2", Right, 1), new("v,1", Left, 9)],
            [new("v,2", Left, 1, 0.9), new("v,1", Left, 1, 0.5), new("v,1", Right, 9, 0.9)]);

        Assert.Equal(1, scores.Mean);
        Assert.DoesNotContain(9, scores.PerAction.Keys);
    }

    [Fact]
    public void Among_several_true_boxes_the_one_of_most_overlap_is_meant()
    {
        var (near, far) = (new Box(0, 0, 0.5, 1), new Box(0, 0, 0.4, 1));

        var scores = Metric.Of([new("v,1", far, 1), new("v,1", near, 1)], [new("v,1", near, 1, 0.9), new("v,1", near, 1, 0.8)]);

        // The second box overlaps `far` enough, but `near` more, which is taken: AVA's evaluation calls it wrong.
        Assert.Equal(0.5, scores.PerAction[1]);
    }
}
