using System.CommandLine;
using SoGar.Host.CommandLine;
using SoGar.Host.Reports;
using SoGar.Host.Running;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar report</c>: one HTML page about a run, which opens without a network.</summary>
internal static class ReportCommand
{
    public static Command Define(CommandShell shell)
    {
        var name = CommonArguments.Run();
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var output = new Option<string?>("--out") { Description = "The page; by default report.html in the run's folder", HelpName = "FILE" };
        var command = shell.Define(
            "report",
            "Write one HTML page about a run: losses, schedules, evaluations, pictures; it opens without a network",
            ["./sogar report demo-1", "./sogar report demo-1 --out demo.html"],
            async (parsed, run) =>
            {
                var folder = CommonArguments.FolderOf(parsed, runs, store);
                var shelved = await new RunShelf(folder, run.Clock).FindAsync(parsed.GetRequiredValue(name));
                var path = parsed.GetValue(output) ?? Path.Combine(Path.GetDirectoryName(folder.EvaluationOf(shelved.Name))!, "report.html");
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                await File.WriteAllTextAsync(path, RunReport.Of(shelved, folder.EvaluationOf(shelved.Name)));
                run.Answer(new { File = path }, console => console.WriteLine(path));
                return ExitCodes.Success;
            });
        command.Arguments.Add(name);
        foreach (var option in (Option[])[output, runs, store]) command.Options.Add(option);
        return command;
    }
}
