using SoGar.Compute.Evaluation;
using SoGar.Compute.Evaluation.Metrics;

namespace SoGar.Compute.Tests.Evaluation.Metrics;

public sealed class ViewEnsembleTests
{
    // One view is very sure of class 0, two are a little surer of class 1.
    private static readonly ClassScores Views = new(2, [10, 0, 0, 1, 0, 1, 0, 3, 0, 3, 0, 3]);

    [Fact]
    public void Probabilities_are_averaged_clip_by_clip()
    {
        var clips = ViewEnsemble.Average(Views, viewsOfClip: 3, Ensemble.Softmax, classCount: 2);

        var little = 1 / (1 + Math.Exp(-1));
        Assert.Equal((1 - little + 1 - little + 1 / (1 + Math.Exp(-10))) / 3, clips[0][0], 12);
        Assert.Equal(1, clips[0][0] + clips[0][1], 12);
        Assert.Equal(2, clips.Count);
    }

    [Fact]
    public void One_sure_view_weighs_more_in_logits_than_in_probabilities()
    {
        var views = new ClassScores(2, [10, 0, 0, 4, 0, 4]);

        Assert.Equal([1], ViewEnsemble.Average(views, 3, Ensemble.Softmax, 2).Predictions());
        Assert.Equal([0], ViewEnsemble.Average(views, 3, Ensemble.Logit, 2).Predictions());
    }

    [Fact]
    public void Views_that_make_no_whole_clips_are_refused() =>
        Assert.Throws<ArgumentException>(() => ViewEnsemble.Average(Views, 4, Ensemble.Softmax, 2));
}
