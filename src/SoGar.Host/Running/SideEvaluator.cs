using System.Text.Json;
using SoGar.Actors.Kernel;
using SoGar.Actors.Training;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Data;
using SoGar.Compute.Evaluation;
using SoGar.Compute.Video;
using SoGar.Protocol.Events;

namespace SoGar.Host.Running;

/// <summary>A checkpoint that could be looked at.</summary>
/// <param name="Done">Steps that it holds.</param>
internal sealed record LookAt(long Done);

/// <summary>
/// Measures frozen features while training goes on (<c>evaluate.every</c>): reads a checkpoint from disk, touches nothing of the run, and leaves
/// <c>evaluation/step-N.json</c>. What fails here is said there and never reaches the run; a run that ends does not wait for it.
/// </summary>
internal sealed class SideEvaluator(RunsFolder runs, RunOrder order, DataSet data) : Actor<LookAt>
{
    private long _next = order.Recipe.Evaluate.Every;

    /// <summary>The observer that tells an evaluator of each checkpoint; <paramref name="observer"/> itself where the recipe asks for no evaluation.</summary>
    public static IRunObserver Beside(IRunObserver observer, ActorSystem system, RunsFolder runs, RunOrder order, DataSet data)
    {
        if (order.Recipe.Evaluate.Every == 0 || data.LabelNames.Count == 0 || !data.HasSplits) return observer;
        return new Bell(observer, system.Spawn("evaluation", () => new SideEvaluator(runs, order, data), SpawnOptions.Dedicated));
    }

    // Training may be faster than evaluating: what waited in the mailbox is answered by the newest checkpoint, before retention drops it.
    protected override void Receive(LookAt message)
    {
        if (message.Done < _next || new CheckpointStore(runs.CheckpointsOf(order.Name)).NewestWhole().Checkpoint is not { } newest || newest.Step < _next) return;
        _next = newest.Step + order.Recipe.Evaluate.Every;
        if (Measure(newest) is not { } text) return;
        var folder = Directory.CreateDirectory(runs.EvaluationOf(order.Name)).FullName;
        File.WriteAllText(Path.Combine(folder, $"step-{newest.Step:D8}.json"), text);
    }

    private string? Measure(Checkpoint checkpoint)
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
                extractor.Extract(backbone, data.Part(Split.Train), data.LabelNames.Count, false, _ => { }, Context.Stopping),
                extractor.Extract(backbone, data.Measured(), data.LabelNames.Count, false, _ => { }, Context.Stopping));
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

    private sealed class Bell(IRunObserver next, ActorRef<LookAt> evaluator) : IRunObserver
    {
        public void Observe(RunEvent happened)
        {
            next.Observe(happened);
            if (happened is CheckpointWritten written) evaluator.Tell(new LookAt(written.Done));
        }
    }
}
