using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using SoGar.Compute.Data;
using SoGar.Compute.Evaluation;
using SoGar.Compute.Evaluation.Groups;
using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Evaluation.Tracking;
using SoGar.Compute.Evaluation.Tuning;
using SoGar.Host.CommandLine;

namespace SoGar.Host.Running;

/// <summary>What is trained with labels from a run's backbone on.</summary>
internal enum LabelledTask
{
    /// <summary>Classes of clips; a linear probe with augmented views where <c>evaluate.tune.frozen</c> is true.</summary>
    Finetune,

    /// <summary>Actions of people at key frames.</summary>
    Localise,

    /// <summary>What people, groups and the scene do, and who belongs together.</summary>
    Groups,

    /// <summary>A target through a sequence.</summary>
    Track,
}

/// <summary>Figures of a labelled task, beside those of the same training from the untrained backbone on.</summary>
/// <typeparam name="T">The task's figures.</typeparam>
/// <param name="Run">Name of the run.</param>
/// <param name="Step">Steps of its checkpoint.</param>
/// <param name="Task">Which one.</param>
/// <param name="Pretrained">From the run's weights on.</param>
/// <param name="Random">From the weights that the run started with; null where it was not asked for.</param>
/// <param name="Seconds">That both took.</param>
internal sealed record TaskOutcome<T>(string Run, long Step, LabelledTask Task, T Pretrained, T? Random, double Seconds)
    where T : class;

/// <summary>Trains a head, and the backbone with it unless it is frozen, from the weights of a run on, and measures on test data.</summary>
internal sealed class TaskRunner(RunsFolder runs, CommandRun run)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        WriteIndented = true,
    };

    /// <summary>Fine-tunes on labelled clips.</summary>
    public Task<TaskOutcome<TuningFigures>> FinetuneAsync(EvaluatedRun evaluated, DataSet data, bool hasBaseline) => MeasureAsync(
        evaluated, LabelledTask.Finetune, hasBaseline,
        (backbone, progress) => new ClipTuning(evaluated.Recipe, data).Run(backbone, progress, run.Drain.Requested));

    /// <summary>Trains an action head on key frames.</summary>
    public Task<TaskOutcome<LocalisationFigures>> LocaliseAsync(EvaluatedRun evaluated, DataSet data, bool hasBaseline) => MeasureAsync(
        evaluated, LabelledTask.Localise, hasBaseline,
        (backbone, progress) => new LocalisationTuning(evaluated.Recipe, data).Run(backbone, progress, run.Drain.Requested));

    /// <summary>Trains a head for people, their groups and the scene.</summary>
    public Task<TaskOutcome<GroupFigures>> GroupsAsync(EvaluatedRun evaluated, DataSet data, bool hasBaseline) => MeasureAsync(
        evaluated, LabelledTask.Groups, hasBaseline,
        (backbone, progress) => new GroupTuning(evaluated.Recipe, data).Run(backbone, progress, run.Drain.Requested));

    /// <summary>Trains a tracker on sequences and follows targets in others.</summary>
    public Task<TaskOutcome<TrackingFigures>> TrackAsync(EvaluatedRun evaluated, DataSet train, DataSet test, bool hasBaseline) => MeasureAsync(
        evaluated, LabelledTask.Track, hasBaseline,
        (backbone, progress) => new TrackingTuning(evaluated.Recipe, train, test).Run(backbone, progress, run.Drain.Requested));

    private async Task<TaskOutcome<T>> MeasureAsync<T>(
        EvaluatedRun evaluated, LabelledTask task, bool hasBaseline, Func<FrozenBackbone, Action<long, long>, T> measure)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        var pretrained = await Measure(() => FrozenBackbone.Of(evaluated.Recipe, evaluated.Checkpoint), "training");
        var random = hasBaseline ? await Measure(() => FrozenBackbone.Untrained(evaluated.Recipe), "training from untrained weights") : null;
        var outcome = new TaskOutcome<T>(evaluated.Name, evaluated.Checkpoint.Step, task, pretrained, random, watch.Elapsed.TotalSeconds);
        var folder = Directory.CreateDirectory(runs.EvaluationOf(evaluated.Name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, $"{task.ToString().ToLowerInvariant()}.json"), JsonSerializer.Serialize(outcome, Json));
        return outcome;

        // A thread of its own: libtorch keeps its settings per thread, and the pool's threads are everybody's.
        Task<T> Measure(Func<FrozenBackbone> open, string what) => OwnThread.Run(() =>
        {
            using var backbone = open();
            return measure(backbone, (done, count) => run.Progress.Report(what, done, count));
        });
    }
}
