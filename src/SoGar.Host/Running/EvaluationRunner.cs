using System.Collections.Immutable;
using SoGar.Compute.Data;
using SoGar.Compute.Evaluation;
using SoGar.Compute.Methods.Pictures;
using SoGar.Compute.Pictures;
using SoGar.Compute.Video;
using SoGar.Host.CommandLine;
using SoGar.Protocol.Events;

namespace SoGar.Host.Running;

/// <summary>
/// Measures what a run has learned: frozen features of labelled clips, beside those of the untrained network, and pictures of where it looks.
/// </summary>
internal sealed class EvaluationRunner(RunsFolder runs, CommandRun run)
{
    private const int PicturePixels = 128;

    /// <summary>Evaluates a run.</summary>
    /// <param name="evaluated">The run.</param>
    /// <param name="data">The labelled data set.</param>
    /// <param name="exportPath">Where features go, .safetensors or .npy; null keeps none.</param>
    /// <exception cref="RunException">The data set cannot be evaluated on.</exception>
    public async Task<EvaluationOutcome> RunAsync(EvaluatedRun evaluated, DataSet data, string? exportPath)
    {
        var (name, recipe, checkpoint) = (evaluated.Name, evaluated.Recipe, evaluated.Checkpoint);
        var (train, test) = (data.Part(Split.Train), data.Measured());
        if (data.LabelNames.Count == 0 || !data.HasSplits)
            throw new RunException(
                $"{data.Root} has no labels or no test clips; evaluation needs a data set like those of './sogar videos make' (docs/data-format.md)");

        var limits = VideoLimits.From(recipe.Data.Limits, data.Root);
        var extractor = new FeatureExtractor(recipe, limits);
        using var pretrained = FrozenBackbone.Of(recipe, checkpoint);
        using var random = FrozenBackbone.Untrained(recipe);
        FeaturePair Extract(FrozenBackbone backbone, string label, bool isShuffled = false) => new(
            extractor.Extract(
                backbone, train, data.LabelNames.Count, isShuffled, done => run.Progress.Report(label, done, train.Count + test.Count), run.Drain.Requested),
            extractor.Extract(
                backbone, test, data.LabelNames.Count, isShuffled, done => run.Progress.Report(label, train.Count + done, train.Count + test.Count),
                run.Drain.Requested));

        var learned = Extract(pretrained, "features");
        var untrained = Extract(random, "features before training");
        var shuffled = Extract(pretrained, "features of shuffled frames", isShuffled: true);
        var measured = FeatureEvaluation.Measure(recipe.Evaluate, recipe.Seed, [.. data.LabelNames], learned, untrained, shuffled, data.MergedLabels);

        var folder = Directory.CreateDirectory(runs.EvaluationOf(name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), measured.Report.ToJson());
        var exported = exportPath is null ? [] : Export(exportPath, learned);
        var pictures = Draw(folder, evaluated, limits, extractor, pretrained, random, test, measured, learned.Test, data.LabelNames);
        return new EvaluationOutcome(name, checkpoint.Step, measured.Report, [.. pictures, .. exported]);
    }

    // features.npy becomes features.train.npy and features.test.npy: both are needed to fit and to measure.
    private static IEnumerable<string> Export(string path, FeaturePair features)
    {
        string Named(string part) => Path.ChangeExtension(path, part + Path.GetExtension(path));
        return [.. FeatureFile.Write(Named("train"), features.Train), .. FeatureFile.Write(Named("test"), features.Test)];
    }

    private static IEnumerable<string> Draw(
        string folder, EvaluatedRun evaluated, VideoLimits limits, FeatureExtractor extractor, FrozenBackbone pretrained, FrozenBackbone random,
        IReadOnlyList<Sample> test, FeatureEvaluation measured, FeatureSet features, IReadOnlyList<string> labels)
    {
        var (name, recipe, events, checkpoint) = (evaluated.Name, evaluated.Recipe, evaluated.Events, evaluated.Checkpoint);
        string Save(string file, RgbImage image)
        {
            var path = Path.Combine(folder, file);
            PngFile.Write(path, image);
            return path;
        }

        var matrix = ConfusionMatrix.Of([.. test.Select(sample => sample.Label!.Value)], measured.Predictions, labels.Count);
        yield return Save("confusion.png", ConfusionChart.Draw($"{name}: linear probe", matrix, labels));
        var losses = events.OfType<StepCommitted>().Select(step => (step.Step, step.Reading.Loss)).DistinctBy(step => step.Step).ToList();
        if (losses.Count > 0) yield return Save("loss.png", LossChart.Draw($"{name}: loss", losses));

        yield return Save("projection.png", ProjectionChart.Draw($"{name}: test features on their first two principal components", features, labels));

        // One clip of each class in turn, so that each kind is seen.
        var shown = Enumerable.Range(0, test.Count)
            .GroupBy(index => test[index].Label)
            .SelectMany(group => group.Select((index, turn) => (index, turn)))
            .OrderBy(clip => clip.turn).ThenBy(clip => test[clip.index].Label)
            .Take(recipe.Evaluate.Pictures).Select(clip => clip.index).ToList();
        var samples = shown.ConvertAll(index => test[index]);
        foreach (var (file, image) in MethodPictures.Draw(name, recipe, checkpoint, samples, limits)) yield return Save(file, image);
        if (shown.Count == 0 || !pretrained.HasAttention) yield break;
        var (learned, before) = (extractor.Attend(pretrained, samples), extractor.Attend(random, samples));
        var strips = shown.Select((clip, index) => new AttentionStrip(
            Path.GetFileNameWithoutExtension(test[clip].Id),
            labels[test[clip].Label!.Value],
            labels[measured.Predictions[clip]],
            [.. extractor.Show(test[clip], PicturePixels)],
            learned[index],
            before[index]));
        yield return Save("attention.png", AttentionSheet.Draw(
            $"{name}: where the class token looks, after {losses.Count} steps and before", [.. strips]));
    }
}

/// <summary>What an evaluation found, and the files that it wrote for people: pictures, exported features.</summary>
internal sealed record EvaluationOutcome(string Run, long Step, EvaluationReport Report, ImmutableArray<string> Files);
