using System.Collections.Immutable;
using SoGar.Compute.Evaluation.Metrics;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation;

/// <summary>Measures features by neighbours and probe, each set with the same settings, and puts the figures side by side.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Predictions">What the probe on pretrained features takes each test clip for.</param>
/// <param name="RandomPredictions">The same for the untrained network.</param>
public sealed record FeatureEvaluation(EvaluationReport Report, ImmutableArray<int> Predictions, ImmutableArray<int> RandomPredictions)
{
    /// <summary>Measures.</summary>
    /// <param name="recipe">Settings of neighbours and probe.</param>
    /// <param name="seed">The run's seed; keys the probe's held-out fifth.</param>
    /// <param name="classes">Names of the classes, as many as the features have.</param>
    /// <param name="pretrained">Learned features.</param>
    /// <param name="random">Features of the same network before training, of the same clips.</param>
    /// <param name="shuffled">Learned features of the same clips with their frames out of order; null leaves the control out.</param>
    /// <exception cref="ArgumentException">The sets do not fit each other.</exception>
    /// <param name="merged">New class of each class for a second accuracy; null or empty where the data set has none.</param>
    public static FeatureEvaluation Measure(
        EvaluateRecipe recipe, ulong seed, ImmutableArray<string> classes, FeaturePair pretrained, FeaturePair random, FeaturePair? shuffled,
        IReadOnlyList<int>? merged = null)
    {
        var test = pretrained.Test;
        if (classes.Length != test.ClassCount) throw new ArgumentException($"{classes.Length} names for {test.ClassCount} classes");
        foreach (var other in new[] { random, shuffled }.OfType<FeaturePair>()) RequireSameClips(pretrained, other);

        var chance = Chance(pretrained);
        var (knn, knnRandom) = (Vote(recipe, pretrained), Vote(recipe, random));
        var (l2, probeScores) = Probe(recipe, seed, pretrained);
        var (_, randomScores) = Probe(recipe, seed, random);
        var shuffledScores = shuffled is null ? null : Probe(recipe, seed, shuffled).Scores;
        var confusion = ConfusionMatrix.Of(test.Labels, probeScores.Predictions(), test.ClassCount);

        double Top(ClassScores scores, int k = 1) => scores.TopAccuracy(test.Labels, k);
        double Error(ClassScores scores) => ConfusionMatrix.StandardErrorOf(Top(scores), test.Count);
        var report = new EvaluationReport(
            new KnnFigures(Top(knn), Top(knnRandom), chance, Error(knn), Top(knn, 5)),
            new LinearFigures(
                Top(probeScores), Top(randomScores), chance, shuffledScores is null ? null : Top(shuffledScores), Error(probeScores), Top(probeScores, 5), l2),
            confusion.Accuracy, confusion.MeanPerClassAccuracy, pretrained.Train.Count, test.Count, classes, confusion.Rows())
        {
            MergedMca = merged is { Count: > 0 } ? confusion.Merge(merged).Accuracy : null,
            Retrieval = new RetrievalFigures(Ks, Retrieval.RecallAt(pretrained.Train, test, Ks), Retrieval.RecallAt(random.Train, random.Test, Ks)),
        };
        return new FeatureEvaluation(report, probeScores.Predictions(), randomScores.Predictions());
    }

    /// <summary>Accuracy of the best answer that looks at no clip: the most frequent class of the training clips always, or any class at random.</summary>
    public static double Chance(FeaturePair clips)
    {
        var favourite = clips.Train.Labels.CountBy(label => label).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
        return Math.Max(1.0 / clips.Test.ClassCount, (double)clips.Test.Labels.Count(label => label == favourite) / clips.Test.Count);
    }

    private static ClassScores Vote(EvaluateRecipe recipe, FeaturePair pair) =>
        NearestNeighbours.Vote(pair.Train, pair.Test, recipe.KnnK, recipe.KnnTemperature);

    private static readonly ImmutableArray<int> Ks = [1, 5, 10, 20];

    private static (double L2, ClassScores Scores) Probe(EvaluateRecipe recipe, ulong seed, FeaturePair pair)
    {
        FeaturePair.RequireFit(pair.Train, pair.Test);
        if (recipe.Probe == ProbeRule.Sgd) return (0, SgdProbe.From(recipe.Sgd).Fit(pair.Train, seed).Scores(pair.Test));
        var probe = LinearProbe.Fit(pair.Train, recipe.ProbeL2, recipe.ProbeIterations, seed);
        return (probe.L2, probe.Classifier.Scores(pair.Test));
    }

    private static void RequireSameClips(FeaturePair one, FeaturePair other)
    {
        if (!one.Train.Labels.SequenceEqual(other.Train.Labels) || !one.Test.Labels.SequenceEqual(other.Test.Labels))
            throw new ArgumentException("features that are compared must be of the same clips in the same order");
    }
}
