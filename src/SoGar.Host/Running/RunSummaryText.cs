using SoGar.Host.CommandLine;
using Spectre.Console;

namespace SoGar.Host.Running;

/// <summary>How a run's end is put to people and to shells.</summary>
internal static class RunSummaryText
{
    public static int ExitCodeOf(RunSummary summary) => summary switch
    {
        { Status: "finished" } => ExitCodes.Success,
        { Status: "drained" } or { CanBeMended: true } => ExitCodes.Resumable,
        _ => ExitCodes.Failure,
    };

    public static void Show(IAnsiConsole console, RunSummary summary)
    {
        console.WriteLine($"run {summary.Run}: {summary.Status} after {summary.Steps} steps in {ProgressLine.Words(TimeSpan.FromSeconds(summary.Seconds))}");
        if (summary.Explanation is { } explanation) console.WriteLine(explanation);
        if (summary is { LossFirst: { } first, LossLast: { } last })
            console.WriteLine(
                $"loss {first:0.0000} -> {last:0.0000}, {summary.ClipsPerSecond:0.0} clips/s, {summary.DataWaitShare:0.0%} of the time waiting for data");
        foreach (var recovery in summary.Recoveries)
            console.WriteLine($"recovered at step {recovery.Step} in {recovery.Seconds:0.00} s, {recovery.StepsLost} steps lost: {recovery.Cause}");
        foreach (var alarm in summary.Alarms) console.WriteLine($"alarm, {alarm}");
        if (summary.Replaced.Count > 0) console.WriteLine($"{summary.Replaced.Count} bad videos were replaced; './sogar show {summary.Run}' lists them");
        if (summary.Digest is { } digest)
        {
            console.WriteLine($"student   {digest.Student}");
            console.WriteLine($"teacher   {digest.Teacher}");
            console.WriteLine($"optimizer {digest.Optimizer}");
        }

        if (summary.Checkpoint is { } checkpoint) console.WriteLine($"checkpoint {checkpoint}");
        console.WriteLine(ExitCodeOf(summary) switch
        {
            ExitCodes.Success => $"next: ./sogar evaluate {summary.Run}",
            ExitCodes.Resumable => $"next: the same command with --name {summary.Run} --resume",
            _ => $"more: ./sogar show {summary.Run}",
        });
    }
}
