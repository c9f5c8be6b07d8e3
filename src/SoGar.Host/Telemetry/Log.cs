using Microsoft.Extensions.Logging;

namespace SoGar.Host.Telemetry;

/// <summary>The lines that are sent of a run. Event numbers are stable once shipped.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Run {Run} started: {Steps} steps of {Batch} clips from {SampleCount} videos; {Profile}")]
    public static partial void RunStarted(ILogger logger, string run, long steps, int batch, int sampleCount, string profile);

    [LoggerMessage(2, LogLevel.Information, "Run {Run} resumed after step {Done} from {Checkpoint}")]
    public static partial void RunResumed(ILogger logger, string run, long done, string checkpoint);

    [LoggerMessage(3, LogLevel.Information, "Run {Run} formed generation {Generation} of {Trainers} trainers at step {FirstStep}")]
    public static partial void GenerationFormed(ILogger logger, string run, int generation, int trainers, long firstStep);

    [LoggerMessage(4, LogLevel.Warning, "Run {Run} replaced {Sample} by {StandIn}: {Reason}")]
    public static partial void SampleReplaced(ILogger logger, string run, string sample, string standIn, string reason);

    [LoggerMessage(5, LogLevel.Information, "Run {Run} wrote its state after {Done} steps: {SizeBytes} bytes in {ElapsedSeconds} s, {Folder}")]
    public static partial void CheckpointWritten(ILogger logger, string run, long done, long sizeBytes, double elapsedSeconds, string folder);

    [LoggerMessage(6, LogLevel.Warning, "Run {Run} has no checkpoint after {Done} steps: {Reason}")]
    public static partial void CheckpointRefused(ILogger logger, string run, long done, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Run {Run} passed over {Folder}: {Reason}")]
    public static partial void CheckpointRejected(ILogger logger, string run, string folder, string reason);

    [LoggerMessage(8, LogLevel.Warning, "Run {Run} raised an alarm at step {Step}: {Alarm}")]
    public static partial void AlarmRaised(ILogger logger, string run, long step, string alarm);

    [LoggerMessage(9, LogLevel.Information, "Run {Run} drained after {Done} steps: {Reason}")]
    public static partial void RunDrained(ILogger logger, string run, long done, string reason);

    [LoggerMessage(10, LogLevel.Error, "Run {Run} failed after {Done} steps: {Cause}")]
    public static partial void RunFailed(ILogger logger, string run, long done, string cause);

    [LoggerMessage(11, LogLevel.Information, "Run {Run} finished {Done} steps in {ElapsedSeconds} s; student {StudentDigest}")]
    public static partial void RunFinished(ILogger logger, string run, long done, double elapsedSeconds, string studentDigest);
}
