using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SoGar.Actors.Training;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Telemetry;

/// <summary>
/// Turns what happens in a run into metrics, spans and log lines, all tagged with the run's name. Without somebody who listens its calls
/// cost nanoseconds.
/// </summary>
/// <param name="run">Name of the run.</param>
/// <param name="recipe">Of the run.</param>
/// <param name="logger">Takes a line for what people want to read; none per step, of which there are metrics and spans.</param>
internal sealed class RunTelemetry(string run, Recipe recipe, ILogger logger) : IRunObserver
{
    private readonly KeyValuePair<string, object?> _run = new("sogar.run", run);

    public void Observe(RunEvent happened)
    {
        switch (happened)
        {
            case RunStarted started:
                Log.RunStarted(logger, run, recipe.Steps, recipe.Batch, started.SampleCount, started.Profile);
                break;
            case RunResumed resumed:
                Log.RunResumed(logger, run, resumed.Done, resumed.Checkpoint);
                break;
            case GenerationFormed formed:
                Log.GenerationFormed(logger, run, formed.Generation, formed.Trainers, formed.FirstStep);
                break;
            case StepCommitted step:
                Measure(step);
                break;
            case SampleReplaced replaced:
                RunInstruments.ReplacedSamples.Add(1, _run);
                Log.SampleReplaced(logger, run, replaced.Sample, replaced.StandIn, replaced.Reason);
                break;
            case CheckpointWritten written:
                Measure(written);
                break;
            case CheckpointRefused refused:
                Log.CheckpointRefused(logger, run, refused.Done, refused.Reason);
                break;
            case CheckpointRejected rejected:
                Log.CheckpointRejected(logger, run, rejected.Folder, rejected.Reason);
                break;
            case AlarmRaised alarm:
                RunInstruments.Alarms.Add(1, _run);
                Log.AlarmRaised(logger, run, alarm.Step, alarm.Alarm);
                break;
            case RunDrained drained:
                Log.RunDrained(logger, run, drained.Done, drained.Reason);
                break;
            case RunFailed failed:
                Log.RunFailed(logger, run, failed.Done, failed.Cause);
                break;
            case RunFinished finished:
                Log.RunFinished(logger, run, finished.Done, finished.Seconds, finished.Digests.Student.Hex);
                break;
        }
    }

    private void Measure(StepCommitted step)
    {
        RunInstruments.Steps.Add(1, _run);
        RunInstruments.Clips.Add(recipe.Batch, _run);
        RunInstruments.RedoneSteps.Add(step.Attempts - 1, _run);
        RunInstruments.StepDuration.Record(step.Seconds, _run);
        RunInstruments.DataWait.Add(step.DataWaitSeconds, _run);
        RunInstruments.Loss.Record(step.Reading.Loss, _run);
        RunInstruments.EmbeddingDeviation.Record(step.Reading.EmbeddingStd, _run);
        Trace("step", step, step.Seconds, new("sogar.step", step.Step), new("sogar.attempts", step.Attempts), new("sogar.data.wait", step.DataWaitSeconds));
    }

    private void Measure(CheckpointWritten written)
    {
        RunInstruments.CheckpointDuration.Record(written.Seconds, _run);
        RunInstruments.CheckpointBytes.Add(written.Bytes, _run);
        Log.CheckpointWritten(logger, run, written.Done, written.Bytes, written.Seconds, written.Folder);
        Trace("checkpoint", written, written.Seconds, new("sogar.done", written.Done), new("sogar.bytes", written.Bytes));
    }

    // A span of its own each: the trace of a run of weeks would be too long for any reader.
    private void Trace(string name, RunEvent ended, double seconds, params KeyValuePair<string, object?>[] tags)
    {
        var end = ended.At.UtcDateTime;
        using var span = RunInstruments.Spans.StartActivity(
            ActivityKind.Internal, parentContext: default, [_run, .. tags], startTime: end - TimeSpan.FromSeconds(seconds), name: name);
        span?.SetEndTime(end);
    }
}
