using SoGar.Compute.Evaluation;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class LinearProbeTests
{
    private static readonly double[] L2 = [1e-3, 1e-2, 1e-1];

    private static double TestAccuracy(FeaturePair pair, ulong seed = 0) =>
        LinearProbe.Fit(pair.Train, L2, 150, seed).Classifier.Scores(pair.Test).TopAccuracy(pair.Test.Labels, 1);

    [Fact]
    public void The_gradient_of_the_loss_is_that_of_finite_differences()
    {
        var features = Features.Clouds(count: 300, width: 9, classes: 4, distance: 0.5, which: 1);
        var loss = new LogisticLoss(Dense.Rows(features), 9, features.Labels, 4, l2: 0.03);
        var random = KeyedRandom.For(3, Purpose.Test);
        var at = Enumerable.Range(0, loss.ParameterCount).Select(_ => 0.2 * random.Normal()).ToArray();
        var gradient = new double[at.Length];
        loss.Evaluate(at, gradient);

        for (var parameter = 0; parameter < at.Length; parameter++)
        {
            const double step = 1e-5;
            var (up, down, ignored) = (at.ToArray(), at.ToArray(), new double[at.Length]);
            up[parameter] += step;
            down[parameter] -= step;

            var slope = (loss.Evaluate(up, ignored) - loss.Evaluate(down, ignored)) / (2 * step);

            // Central differences err by step^2 = 1e-10 and by rounding, 1e-16 / step.
            Assert.Equal(slope, gradient[parameter], 1e-8 + 1e-6 * Math.Abs(slope));
        }
    }

    [Fact]
    public void The_loss_at_zero_weights_is_the_logarithm_of_the_number_of_classes()
    {
        var features = Features.Clouds(count: 40, width: 5, classes: 8, distance: 1, which: 1);
        var loss = new LogisticLoss(Dense.Rows(features), 5, features.Labels, 8, l2: 1);

        Assert.Equal(Math.Log(8), loss.Evaluate(new double[loss.ParameterCount], new double[loss.ParameterCount]), 12);
    }

    [Fact]
    public void At_the_end_of_a_fit_the_gradient_is_gone()
    {
        var features = Features.Clouds(count: 200, width: 6, classes: 3, distance: 0.4, which: 1);
        var loss = new LogisticLoss(Dense.Rows(features), 6, features.Labels, 3, l2: 1e-2);

        var best = new Lbfgs(loss.Evaluate).Minimise(new double[loss.ParameterCount], iterations: 300);

        var gradient = new double[best.Length];
        loss.Evaluate(best, gradient);
        Assert.All(gradient, slope => Assert.True(Math.Abs(slope) < 1e-6));
    }

    [Fact]
    public void Separable_classes_are_told_apart_without_a_mistake() => Assert.Equal(1.0, TestAccuracy(Features.CloudPair(distance: 2, width: 32)));

    [Fact]
    public void Features_that_know_nothing_of_the_labels_stay_at_chance()
    {
        var accuracy = TestAccuracy(Features.CloudPair(distance: 0, width: 32));

        Assert.InRange(accuracy, 0.125 - 4 * ConfusionMatrix.StandardErrorOf(0.125, 320), 0.125 + 4 * ConfusionMatrix.StandardErrorOf(0.125, 320));
    }

    [Fact]
    public void The_scale_and_shift_of_a_feature_do_not_matter()
    {
        var pair = Features.CloudPair(distance: 0.1, width: 16);

        // Powers of two keep the standardised bits apart from the rounding of the shift.
        static FeatureSet Stretch(FeatureSet set) => new(
            [.. set.Values.ToArray().Select((value, at) => at % 16 == 3 ? value * 1024 : at % 16 == 5 ? value / 64 : value)], 16, set.Labels, set.ClassCount);

        Assert.Equal(TestAccuracy(pair), TestAccuracy(new FeaturePair(Stretch(pair.Train), Stretch(pair.Test))));
    }

    [Fact]
    public void A_feature_that_does_not_vary_is_left_out()
    {
        static FeatureSet WithConstant(FeatureSet set, float constant) => new(
            [.. Enumerable.Range(0, set.Count).SelectMany(clip => set[clip].ToArray().Append(constant))], set.Width + 1, set.Labels, set.ClassCount);
        var pair = Features.CloudPair(distance: 0.2, width: 16);

        Assert.Equal(TestAccuracy(pair), TestAccuracy(new FeaturePair(WithConstant(pair.Train, 7), WithConstant(pair.Test, 9))));
    }

    [Fact]
    public void Noisy_features_call_for_the_heavier_penalty()
    {
        var noisy = Features.CloudPair(distance: 0.08, train: 160);

        Assert.Equal(10, LinearProbe.Fit(noisy.Train, [1e-6, 10], 150, seed: 0).L2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_probe_to_the_last_bit()
    {
        var pair = Features.CloudPair(distance: 0.15, width: 32);

        var first = LinearProbe.Fit(pair.Train, L2, 150, seed: 4).Classifier.Scores(pair.Test);
        var second = LinearProbe.Fit(pair.Train, L2, 150, seed: 4).Classifier.Scores(pair.Test);

        for (var clip = 0; clip < pair.Test.Count; clip++) Assert.Equal(first[clip].ToArray(), second[clip].ToArray());
    }

    [Fact]
    public void The_held_out_fifth_takes_a_fifth_of_each_class_and_depends_on_the_seed()
    {
        int[] labels = [.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(2, 2)];

        var split = HeldOutSplit.Fifth(labels, seed: 1);

        Assert.Equal([10, 2, 0], Enumerable.Range(0, 3).Select(label => split.HeldOut.Count(index => labels[index] == label)));
        Assert.Equal(Enumerable.Range(0, 62), split.Fit.Concat(split.HeldOut).Order());
        Assert.Equal(split.HeldOut, HeldOutSplit.Fifth(labels, seed: 1).HeldOut);
        Assert.NotEqual(split.HeldOut, HeldOutSplit.Fifth(labels, seed: 2).HeldOut);
    }

    [Fact]
    public void A_single_clip_of_each_class_is_enough_to_learn_from()
    {
        var train = new FeatureSet([0, 1, 1, 0], 2, [0, 1], 2);

        Assert.Equal([0, 1], LinearProbe.Fit(train, L2, 150, 0).Classifier.Scores(train).Predictions());
    }

    [Fact]
    public void Nothing_to_learn_from_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LinearProbe.Fit(new FeatureSet([], 2, [], 2), L2, 150, 0));
        Assert.Throws<ArgumentException>(() => LinearProbe.Fit(new FeatureSet([1, 2], 2, [0], 2), [], 150, 0));
    }

    [Fact]
    public void The_probe_of_svt_learns_separable_classes_too()
    {
        var pair = Features.CloudPair(distance: 2, width: 32);

        var learned = new SgdProbe { LearningRate = 0.1 }.Fit(pair.Train, seed: 0).Scores(pair.Test);
        var normalised = new SgdProbe { LearningRate = 10, NormaliseFeatures = true }.Fit(pair.Train, seed: 0).Scores(pair.Test);

        Assert.Equal(1.0, learned.TopAccuracy(pair.Test.Labels, 1));
        Assert.Equal(1.0, normalised.TopAccuracy(pair.Test.Labels, 1));
    }
}
