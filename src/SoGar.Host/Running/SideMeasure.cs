using System.Text.Json;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Data;
using SoGar.Compute.Evaluation;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>
/// Measures frozen features of a run that still trains (<c>evaluate.every</c>): reads a checkpoint from disk, touches nothing of the run, and leaves
/// <c>evaluation/step-N.json</c>. What fails here is said there and never reaches the run. Used by one thread.
/// </summary>
internal sealed class SideMeasure(RunsFolder runs, RunOrder order, DataSet data)
{
    private long _next = order.Recipe.Evaluate.Every;

    /// <summary>Whether a recipe asks for evaluations on the side, and its videos can be evaluated on.</summary>
    public static bool IsAskedFor(Recipe recipe, DataSet data) => recipe.Evaluate.Every > 0 && data.LabelNames.Count > 0 && data.HasSplits;

    /// <summary>
    /// Measures the newest checkpoint, where one is due. Training may be faster than measuring: those in between are left out, before retention drops them.
    /// </summary>
    /// <param name="done">Steps of a checkpoint that was written.</param>
    /// <param name="stopping">Gives up, and leaves no file.</param>
    /// <returns>The file that was written; null where none was due, or it was measured before.</returns>
    public string? Look(long done, CancellationToken stopping)
    {
        if (done < _next || new CheckpointStore(runs.CheckpointsOf(order.Name)).NewestWhole().Checkpoint is not { } newest || newest.Step < _next) return null;
        _next = newest.Step + order.Recipe.Evaluate.Every;
        var folder = Directory.CreateDirectory(runs.EvaluationOf(order.Name)).FullName;
        var path = Path.Combine(folder, $"step-{newest.Step:D8}.json");
        if (File.Exists(path) || Measure(newest, stopping) is not { } text) return null;
        // Whole or not at all: this process may be killed at any moment.
        File.WriteAllText($"{path}.part", text);
        File.Move($"{path}.part", path, overwrite: true);
        return path;
    }

    private string? Measure(Checkpoint checkpoint, CancellationToken stopping)
    {
        try
        {
            var extractor = new FeatureExtractor(order.Recipe.ForEvaluation(), VideoLimits.From(order.Recipe.Data.Limits, data.Root));
            using var learned = FrozenBackbone.Of(order.Recipe, checkpoint);
            using var random = FrozenBackbone.Untrained(order.Recipe);
            var measured = FeatureEvaluation.Measure(
                order.Recipe.Evaluate, order.Recipe.Seed, [.. data.LabelNames], Extract(learned), Extract(random), shuffled: null, data.MergedLabels);
            return measured.Report.ToJson();

            FeaturePair Extract(FrozenBackbone backbone) => new(
                extractor.Extract(backbone, data.Part(Split.Train), data.LabelNames.Count, false, _ => { }, stopping),
                extractor.Extract(backbone, data.Measured(), data.LabelNames.Count, false, _ => { }, stopping));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception failure)
        {
            // Whatever it is, it is not the run's: retention may have dropped the checkpoint by now, or a clip cannot be read.
            return JsonSerializer.Serialize(new { error = failure.Message });
        }
    }
}
