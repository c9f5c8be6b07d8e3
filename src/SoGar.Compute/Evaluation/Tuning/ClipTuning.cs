using System.Collections.Immutable;
using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Metrics;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Tuning;

/// <summary>What training with labels reached on test clips.</summary>
/// <param name="Accuracy">Share of clips whose class was found (MCA); for clips of several labels, F1.</param>
/// <param name="MeanPerClass">Mean of the recalls per class (MPCA); null for clips of several labels.</param>
/// <param name="Merged">Accuracy with classes united as the data set's second figure asks for; null where it has none.</param>
/// <param name="Top5">Share of clips whose class was among the five surest; null for clips of several labels.</param>
/// <param name="Labels">Means over clips of precision, recall and F1; null for clips of one label.</param>
/// <param name="StandardError">Of <paramref name="Accuracy"/>.</param>
/// <param name="FirstLoss">Mean loss of the first epoch.</param>
/// <param name="LastLoss">Mean loss of the last epoch.</param>
public sealed record TuningFigures(
    double Accuracy, double? MeanPerClass, double? Merged, double? Top5, PrecisionRecall? Labels, double StandardError, double FirstLoss, double LastLoss);

/// <summary>
/// Fine-tunes a backbone on labelled clips, or trains a linear head on a frozen one with augmented views, and tests on several views of each test clip
/// (methods.md, F.2 and F.3).
/// </summary>
/// <param name="recipe">Whose <see cref="EvaluateRecipe.Tune"/> says how.</param>
/// <param name="data">Clips with a label each, or with annotations of several.</param>
public sealed class ClipTuning(Recipe recipe, DataSet data)
{
    private readonly TuneRecipe _tune = recipe.Evaluate.Tune;
    private readonly EvaluationViews _views = new(recipe);
    private readonly bool _hasSeveral = data.Samples.All(sample => sample.Label is null);

    /// <summary>Trains and tests.</summary>
    /// <param name="start">The weights to start from; borrowed.</param>
    /// <param name="progress">Told how many updates of how many are done.</param>
    /// <param name="stopping">Gives up between two updates.</param>
    /// <exception cref="VideoException">A clip cannot be read.</exception>
    /// <exception cref="DataException">A clip has no label.</exception>
    public TuningFigures Run(FrozenBackbone start, Action<long, long> progress, CancellationToken stopping)
    {
        IReadOnlyList<Sample> train = data.Part(Split.Train), test = data.Measured();
        if (train.Concat(test).FirstOrDefault(sample => LabelsOf(sample).IsEmpty) is { } unlabelled)
            throw new DataException($"{unlabelled.Id} has no label; fine-tuning needs one for every clip");
        LinearHead head = null!;
        using var network = new TunedNetwork(start, (scope, backbone) => head = new LinearHead(scope, backbone.OutputWidth, data.LabelNames.Count));
        using var batches = new ClipBatches(VideoLimits.From(recipe.Data.Limits, data.Root), recipe.Data.CacheBytes);
        var losses = Train(network, head, batches, train, progress, stopping);
        return Test(network, head, batches, test, losses, stopping);
    }

    private double[] Train(
        TunedNetwork network, LinearHead head, ClipBatches batches, IReadOnlyList<Sample> train, Action<long, long> progress, CancellationToken stopping)
    {
        var losses = new double[_tune.Epochs];
        var order = Enumerable.Range(0, train.Count).ToArray();
        long perEpoch = (train.Count + _tune.Batch - 1) / _tune.Batch, update = 0;
        for (var epoch = 0; epoch < _tune.Epochs; epoch++)
        {
            KeyedRandom.For(recipe.Seed, Purpose.Tuning, 0, epoch).Shuffle<int>(order);
            foreach (var batch in order.Chunk(_tune.Batch))
            {
                stopping.ThrowIfCancellationRequested();
                var loss = network.Step(TunedNetwork.RateAt(_tune, update, perEpoch * _tune.Epochs), () =>
                {
                    var samples = batch.Select(index => train[index]).ToList();
                    var clips = batches.Render(
                        samples, (index, facts) => [_views.Train(facts, KeyFrameOf(samples[index], facts), epoch, batch[index])], 1, _views.Frames,
                        recipe.Evaluate.Size);
                    var logits = head.Forward(
                        network.ThroughBackbone(backbone => backbone.Forward(clips)), _tune.Dropout, KeyedRandom.For(recipe.Seed, Purpose.Tuning, 2, update));
                    return _hasSeveral
                        ? LinearHead.BinaryCrossEntropy(logits, Tensor.From(samples.SelectMany(Indicators).ToArray(), samples.Count, data.LabelNames.Count))
                        : F.CrossEntropy(logits, Tensor.From(samples.Select(sample => (long)sample.Label!.Value).ToArray(), samples.Count));
                });
                losses[epoch] += loss / perEpoch;
                progress(++update, perEpoch * _tune.Epochs);
            }
        }

        return losses;
    }

    private TuningFigures Test(
        TunedNetwork network, LinearHead head, ClipBatches batches, IReadOnlyList<Sample> test, double[] losses, CancellationToken stopping)
    {
        var (views, classes) = (_views.TestViews, data.LabelNames.Count);
        var scores = new double[test.Count * views * classes];
        foreach (var range in Enumerable.Range(0, test.Count).Chunk(recipe.Evaluate.Batch))
        {
            stopping.ThrowIfCancellationRequested();
            network.Infer(() =>
            {
                var samples = range.Select(index => test[index]).ToList();
                var clips = batches.Render(
                    samples, (index, facts) => _views.Test(facts, KeyFrameOf(samples[index], facts)), views, _views.Frames, recipe.Evaluate.Size);
                var logits = head.Forward(network.Backbone.Forward(clips)).Contiguous().ToArray<float>();
                for (var at = 0; at < logits.Length; at++) scores[range[0] * views * classes + at] = logits[at];
            });
        }

        var rule = recipe.Evaluate.Test.Ensemble == EnsembleRule.Softmax && !_hasSeveral ? Ensemble.Softmax : Ensemble.Logit;
        var answers = ViewEnsemble.Average(new ClassScores(classes, scores), views, rule, classes);
        return _hasSeveral ? OfSeveral(answers, test, losses) : OfOne(answers, test, losses);
    }

    private TuningFigures OfOne(ClassScores answers, IReadOnlyList<Sample> test, double[] losses)
    {
        ImmutableArray<int> labels = [.. test.Select(sample => sample.Label!.Value)];
        var confusion = ConfusionMatrix.Of(labels, answers.Predictions(), data.LabelNames.Count);
        return new TuningFigures(
            confusion.Accuracy, confusion.MeanPerClassAccuracy, data.MergedLabels.Count > 0 ? confusion.Merge(data.MergedLabels).Accuracy : null,
            answers.TopAccuracy(labels, 5), null, confusion.StandardError, losses[0], losses[^1]);
    }

    private static TuningFigures OfSeveral(ClassScores answers, IReadOnlyList<Sample> test, double[] losses)
    {
        // A probability above one half is a score above zero.
        var predicted = Enumerable.Range(0, test.Count).Select(index => MultiLabelScores.Above(answers[index], 0)).ToList();
        var figures = MultiLabelScores.SampleAveraged([.. test.Select(sample => (IReadOnlySet<int>)LabelsOf(sample).ToHashSet())], predicted);
        return new TuningFigures(figures.F1, null, null, null, figures, ConfusionMatrix.StandardErrorOf(figures.F1, test.Count), losses[0], losses[^1]);
    }

    private float[] Indicators(Sample sample)
    {
        var indicators = new float[data.LabelNames.Count];
        foreach (var label in LabelsOf(sample)) indicators[label] = 1;
        return indicators;
    }

    private static ImmutableArray<int> LabelsOf(Sample sample) => sample.Label is { } label ? [label] : sample.Annotation?.Labels ?? [];

    private static int? KeyFrameOf(Sample sample, ClipFacts facts) => sample.Annotation?.KeyFrameOf(facts);
}
