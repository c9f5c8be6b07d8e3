using System.Text.Json;
using SoGar.Compute.Evaluation;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class FeatureEvaluationTests
{
    private static readonly FeaturePair Good = Features.CloudPair(distance: 2, width: 24);
    private static readonly FeaturePair Weak = Features.CloudPair(distance: 0.25, width: 24);
    private static readonly FeaturePair Blind = Features.CloudPair(distance: 0, width: 24);

    private static readonly Lazy<EvaluationReport> WithControl = new(() => Measure(Blind).Report);

    private static FeatureEvaluation Measure(FeaturePair? shuffled) =>
        FeatureEvaluation.Measure(
            new EvaluateRecipe { ProbeIterations = 40 }, seed: 0, [.. Enumerable.Range(0, 8).Select(label => $"activity {label}")], Good, Weak, shuffled);

    [Fact]
    public void Pretrained_random_shuffled_and_chance_stand_side_by_side()
    {
        var report = WithControl.Value;

        Assert.Equal((1.0, 1.0, 1.0, 1.0), (report.Knn.Pretrained, report.Linear.Pretrained, report.Mca, report.Mpca));
        Assert.InRange(report.Linear.Random, 0.2, 0.9);
        Assert.InRange(report.Linear.Shuffled!.Value, 0.04, 0.21);
        Assert.Equal((0.125, 0.125), (report.Knn.Chance, report.Linear.Chance));
        Assert.Equal((640, 320), (report.TrainClips, report.TestClips));
        Assert.Equal(320, report.Confusion.Sum(row => row.Sum()));
    }

    [Fact]
    public void The_json_form_has_the_published_fields()
    {
        using var json = JsonDocument.Parse(WithControl.Value.ToJson());
        var root = json.RootElement;

        foreach (var name in new[] { "pretrained", "random", "chance" }) Assert.InRange(root.GetProperty("knn").GetProperty(name).GetDouble(), 0, 1);
        foreach (var name in new[] { "pretrained", "random", "chance", "shuffled" })
            Assert.InRange(root.GetProperty("linear").GetProperty(name).GetDouble(), 0, 1);
        foreach (var name in new[] { "mca", "mpca", "standard_error" }) Assert.InRange(root.GetProperty(name).GetDouble(), 0, 1);
        Assert.Equal(320, root.GetProperty("test_clips").GetInt32());
        Assert.Equal(40, root.GetProperty("confusion")[7][7].GetInt32());
        Assert.Equal("activity 7", root.GetProperty("classes")[7].GetString());
    }

    [Fact]
    public void A_control_that_was_not_measured_is_left_out() => Assert.DoesNotContain("shuffled", Measure(shuffled: null).Report.ToJson());

    [Fact]
    public void Chance_is_the_best_answer_without_looking()
    {
        FeatureSet Of(params int[] labels) => new(new float[labels.Length], 1, [.. labels], 4);

        Assert.Equal(0.25, FeatureEvaluation.Chance(new FeaturePair(Of(0, 1, 2, 3), Of(0, 1, 2, 3))));
        Assert.Equal(0.75, FeatureEvaluation.Chance(new FeaturePair(Of(2, 2, 0), Of(2, 2, 2, 0))));
        Assert.Equal(0.25, FeatureEvaluation.Chance(new FeaturePair(Of(2, 2, 0), Of(1, 1, 1, 1))));
    }

    [Fact]
    public void Features_of_other_clips_are_not_compared()
    {
        var other = new FeaturePair(Good.Train, Features.Clouds(319, 24, 8, 1, 2));

        Assert.Throws<ArgumentException>(() => Measure(other));
    }

    [Fact]
    public void A_feature_that_is_no_number_is_named_with_its_clip()
    {
        var thrown = Assert.Throws<ArgumentException>(() => new FeatureSet([1, 2, float.NaN, 4], 2, [0, 1], 2, ["first.mp4", "second.mp4"]));

        Assert.Contains("second.mp4", thrown.Message);
    }
}
