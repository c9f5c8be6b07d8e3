using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Metrics;
using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Localisation;

/// <summary>Frame-mAP and what it is made of.</summary>
/// <param name="Map">Mean of the average precisions of the actions that occur.</param>
/// <param name="PerAction">Average precision by name of the action; null for one that does not occur.</param>
/// <param name="KeyFrames">Key frames that were measured on.</param>
/// <param name="Boxes">Boxes that were classified.</param>
/// <param name="FirstLoss">Mean loss of the first epoch.</param>
/// <param name="LastLoss">Mean loss of the last epoch.</param>
public sealed record LocalisationFigures(
    double Map, IReadOnlyDictionary<string, double?> PerAction, int KeyFrames, int Boxes, double FirstLoss, double LastLoss);

/// <summary>
/// Trains an action head, and the backbone unless it is frozen, on the boxes of people at key frames, and measures frame-mAP by AVA's rules (methods.md, F.4).
/// </summary>
/// <param name="recipe">Whose <see cref="EvaluateRecipe.Tune"/> and <see cref="EvaluateRecipe.Localise"/> say how.</param>
/// <param name="data">A data set of AVA's kind.</param>
public sealed class LocalisationTuning(Recipe recipe, DataSet data)
{
    private readonly LocaliseRecipe _localise = recipe.Evaluate.Localise;
    private readonly ILookup<string, DetectedPerson> _detections = data.Detections.ToLookup(person => person.Frame);

    /// <summary>Trains and measures.</summary>
    /// <param name="start">The weights to start from; borrowed.</param>
    /// <param name="progress">Told how many updates of how many are done.</param>
    /// <param name="stopping">Gives up between two updates.</param>
    /// <exception cref="DataException">The data set has no people with actions.</exception>
    public LocalisationFigures Run(FrozenBackbone start, Action<long, long> progress, CancellationToken stopping)
    {
        var (train, test) = (data.Part(Split.Train).Where(KeyFrameClips.HasPeople).ToList(), data.Measured().Where(KeyFrameClips.HasPeople).ToList());
        if (data.ActionNames.Count == 0 || train.Count == 0 || test.Count == 0)
            throw new DataException(
                $"{data.Root} has {train.Count} training and {test.Count} test key frames with people; localisation needs a data set such as data.format = ava");
        ActionHead head = null!;
        using var network = new TunedNetwork(start, (scope, backbone) =>
            head = new ActionHead(scope, DenseFeatures.WidthOf(backbone, recipe.Model), _localise, data.ActionNames.Count));
        using var batches = new ClipBatches(VideoLimits.From(recipe.Data.Limits, data.Root), recipe.Data.CacheBytes);
        var keyFrames = new KeyFrameClips(recipe, batches);
        var losses = TuningLoop.Run(
            recipe, network, train,
            samples =>
            {
                var (clips, people) = keyFrames.Render(samples);
                var slice = network.ThroughBackbone(backbone => DenseFeatures.Middle(DenseFeatures.Of(backbone, clips)));
                return KeyFrameClips.ActionLoss(head.Forward(slice, KeyFrameClips.BoxesOf(people)), people);
            },
            progress, stopping);
        var (truth, found) = Test(network, head, keyFrames, test, stopping);
        var scores = new FrameMap(Enumerable.Range(0, data.ActionNames.Count).ToHashSet(), data.ExcludedFrames).Of(truth, found);
        return new LocalisationFigures(
            scores.Mean, scores.PerAction.ToDictionary(entry => data.ActionNames[entry.Key], entry => entry.Value), test.Count,
            found.Count / data.ActionNames.Count, losses[0], losses[^1]);
    }

    private (List<ActionTruth> Truth, List<ActionDetection> Found) Test(
        TunedNetwork network, ActionHead head, KeyFrameClips keyFrames, List<Sample> test, CancellationToken stopping)
    {
        var (truth, found) = (new List<ActionTruth>(), new List<ActionDetection>());
        foreach (var samples in test.Chunk(recipe.Evaluate.Batch))
        {
            stopping.ThrowIfCancellationRequested();
            network.Infer(() =>
            {
                var (clips, people) = keyFrames.Render(samples);
                for (var index = 0; index < samples.Length; index++)
                    truth.AddRange(from person in people[index] from action in person.Actions select new ActionTruth(samples[index].Id, person.Box, action));
                var boxes = samples.Select((sample, index) => BoxesOf(sample, people[index])).ToList();
                var most = Math.Max(1, boxes.Max(each => each.Count));
                var slice = DenseFeatures.Middle(DenseFeatures.Of(network.Backbone, clips));
                var scores = head.Forward(slice, KeyFrameClips.Padded(boxes, most)).Sigmoid().Contiguous().ToArray<float>();
                for (var index = 0; index < samples.Length; index++)
                    for (var box = 0; box < boxes[index].Count; box++)
                        for (var action = 0; action < data.ActionNames.Count; action++)
                            found.Add(
                                new ActionDetection(
                                    samples[index].Id, boxes[index][box], action, scores[(index * most + box) * data.ActionNames.Count + action]));
            });
        }

        return (truth, found);
    }

    private List<Box> BoxesOf(Sample sample, IReadOnlyList<PersonNote> people) => _localise.Boxes == BoxSource.Truth
        ? [.. people.Select(person => person.Box).Distinct()]
        : [.. _detections[sample.Id].Where(person => person.Score >= _localise.LeastScore).Select(person => person.Box)];
}
