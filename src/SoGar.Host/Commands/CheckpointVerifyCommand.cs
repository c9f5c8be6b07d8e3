using System.CommandLine;
using SoGar.Compute.Checkpoints;
using SoGar.Host.CommandLine;
using SoGar.Host.Running;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar checkpoint verify</c>: hashes every file of a run's checkpoints.</summary>
internal static class CheckpointVerifyCommand
{
    public static Command Define(CommandShell shell)
    {
        var name = CommonArguments.Run();
        var runs = CommonArguments.Runs();
        var step = CommonArguments.Step();
        var command = shell.Define(
            "verify",
            "Hash every file of a run's checkpoints and name what is not whole; exit code 1 if anything is not",
            ["./sogar checkpoint verify demo-1", "./sogar checkpoint verify demo-1 --step 450"],
            (parsed, run) =>
            {
                var store = CheckpointShelf.Open(new RunsFolder(parsed.GetRequiredValue(runs)), parsed.GetRequiredValue(name));
                var steps = parsed.GetValue(step) is { } only ? [only] : store.List().Select(listed => listed.Step).ToList();
                var inspections = new List<CheckpointInspection>();
                foreach (var at in steps)
                {
                    run.Drain.Requested.ThrowIfCancellationRequested();
                    run.Progress.Report("hashing checkpoints", inspections.Count, steps.Count);
                    inspections.Add(store.Verify(at));
                }

                var lines = inspections.Select(CheckpointLine.Of).ToList();
                run.Answer(new { IsWhole = lines.All(line => line.IsWhole), Checkpoints = lines }, console => Show(console, lines));
                return Task.FromResult(lines.All(line => line.IsWhole) ? ExitCodes.Success : ExitCodes.Failure);
            });
        command.Arguments.Add(name);
        command.Options.Add(step);
        command.Options.Add(runs);
        return command;
    }

    private static void Show(IAnsiConsole console, List<CheckpointLine> lines)
    {
        foreach (var line in lines)
        {
            console.WriteLine(line.IsWhole
                ? $"step {line.Step}: whole, {line.Bytes / 1e6:0.0} MB, "
                    + $"student {line.Student![..12]}, teacher {line.Teacher![..12]}, optimizer {line.Optimizer![..12]}"
                : $"step {line.Step}: not whole: {line.Flaw}");
        }
    }

    private sealed record CheckpointLine(
        long Step, string Folder, bool IsWhole, string? Flaw, long? Bytes, string? Student, string? Teacher, string? Optimizer)
    {
        public static CheckpointLine Of(CheckpointInspection found) => new(
            found.Step,
            found.Directory,
            found.IsWhole,
            found.Flaw,
            found.Manifest?.TotalBytes(),
            found.Manifest?.States.Student.Hex,
            found.Manifest?.States.Teacher.Hex,
            found.Manifest?.States.Optimizer.Hex);
    }
}
