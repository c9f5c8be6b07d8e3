using System.CommandLine;
using SoGar.Host.CommandLine;
using SoGar.Host.Running;
using SoGar.Protocol.Events;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar runs</c>: every run of a folder with where it stands.</summary>
internal static class RunsCommand
{
    public static Command Define(CommandShell shell)
    {
        var runs = CommonArguments.Runs();
        var command = shell.Define(
            "runs",
            "List the runs and where each stands",
            ["./sogar runs", "./sogar runs --runs /big/runs --json"],
            async (parsed, run) =>
            {
                var lines = await ReadAsync(new RunShelf(new RunsFolder(parsed.GetRequiredValue(runs)), run.Clock));
                run.Answer(new { Runs = lines }, console => Show(console, lines));
                return ExitCodes.Success;
            });
        command.Options.Add(runs);
        return command;
    }

    private static async Task<List<RunLine>> ReadAsync(RunShelf shelf)
    {
        var lines = new List<RunLine>();
        foreach (var name in await shelf.NamesAsync())
        {
            var history = RunHistory.Of(await shelf.EventsAsync(name));
            lines.Add(new RunLine(
                name, history.Status, history.Done, RunShelf.RecipeOf(history)?.Steps, history.Last?.Loss, history.Seconds, history.LastAt));
        }

        return [.. lines.OrderByDescending(line => line.LastAt)];
    }

    private static void Show(IAnsiConsole console, List<RunLine> lines)
    {
        var table = new Table().Border(TableBorder.None)
            .AddColumn("run").AddColumn("status")
            .AddColumn(new TableColumn("steps").RightAligned()).AddColumn(new TableColumn("loss").RightAligned())
            .AddColumn(new TableColumn("time").RightAligned()).AddColumn("last event (UTC)");
        foreach (var line in lines)
        {
            table.AddRow(
                Markup.Escape(line.Run),
                $"{line.Status}".ToLowerInvariant(),
                $"{line.Steps}/{line.StepsTotal?.ToString() ?? "?"}",
                line.LossLast?.ToString("0.0000") ?? "",
                ProgressLine.Words(TimeSpan.FromSeconds(line.Seconds)),
                $"{line.LastAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}");
        }

        console.Write(table);
    }

    private sealed record RunLine(string Run, RunStatus Status, long Steps, int? StepsTotal, double? LossLast, double Seconds, DateTimeOffset LastAt);
}
