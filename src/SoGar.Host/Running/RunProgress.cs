using SoGar.Actors.Training;
using SoGar.Host.CommandLine;
using SoGar.Host.Telemetry;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>Shows a run to the person who started it: a progress line, and above it what deserves a line of its own.</summary>
internal sealed class RunProgress(CommandRun run, Recipe recipe) : IRunObserver
{
    private const int Window = 50;

    private readonly Queue<StepCommitted> _lately = new();

    /// <summary>The observers of a run that a person started: this one, and what is sent to a telemetry endpoint.</summary>
    public static IRunObserver With(CommandRun run, string name, Recipe recipe) =>
        new SeveralObservers(new RunProgress(run, recipe), new RunTelemetry(name, recipe, run.Logs.CreateLogger("SoGar.Run")));

    public void Observe(RunEvent happened)
    {
        switch (happened)
        {
            case StepCommitted step:
                ShowStep(step);
                break;
            case RunStarted started:
                run.Say(
                    $"{recipe.Steps} steps of {recipe.Batch} clips from {started.SampleCount} videos; {recipe.Shards} shards, {recipe.Trainers} " +
                    $"trainer{(recipe.Trainers == 1 ? "" : "s")}; {started.Profile}");
                break;
            case RunResumed resumed:
                run.Say($"going on after step {resumed.Done}, from {resumed.Checkpoint}");
                break;
            case NodeJoined joined:
                run.Say($"{joined.Node} takes part with {joined.Trainers} trainer{(joined.Trainers == 1 ? "" : "s")}");
                break;
            case NodeLeft left:
                run.Say($"{left.Node} left: {left.Reason}");
                break;
            case NodeLost lost:
                run.Say($"lost {lost.Node}: {lost.Cause}");
                break;
            case ReplicaReplaced replaced:
                run.Say($"{replaced.Trainer} of {replaced.Node} is replaced from its peers: {replaced.Explanation}");
                break;
            case SupervisorChanged changed:
                run.Say($"{changed.Node} supervises from here on (term {changed.Term})");
                break;
            case RunRecovered recovered:
                run.Say(
                    $"went on at step {recovered.Step}, {recovered.Seconds:0.00} s after the first sign, " +
                    $"{(recovered.StepsLost == 0 ? "no step lost" : $"{recovered.StepsLost} steps computed again")}");
                break;
            case WeightsImported imported:
                run.Say(imported.Report);
                break;
            case CheckpointRejected rejected:
                run.Say($"passed over {rejected.Folder}: {rejected.Reason}");
                break;
            case CheckpointRefused refused:
                run.Say($"no checkpoint after {refused.Done} steps: {refused.Reason}");
                break;
            case SampleReplaced replaced:
                run.Say($"replaced {replaced.Sample} by {replaced.StandIn}: {replaced.Reason}");
                break;
            case AlarmRaised alarm:
                run.Say($"alarm at step {alarm.Step}: {alarm.Alarm}");
                break;
        }
    }

    private void ShowStep(StepCommitted step)
    {
        _lately.Enqueue(step);
        if (_lately.Count > Window) _lately.Dequeue();
        var seconds = _lately.Sum(each => each.Seconds);
        var figures = new StepFigures(step.Reading.Loss, _lately.Count * recipe.Batch / seconds, _lately.Sum(each => each.DataWaitSeconds) / seconds);
        run.Progress.Report("pretrain", step.Step + 1, recipe.Steps, figures.Details());
    }
}
