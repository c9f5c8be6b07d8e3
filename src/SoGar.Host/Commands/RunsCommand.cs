using System.CommandLine;
using SoGar.Host.CommandLine;
using SoGar.Host.Running;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar runs</c>: every run of a folder with where it stands.</summary>
internal static class RunsCommand
{
    public static Command Define(CommandShell shell)
    {
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var command = shell.Define(
            "runs",
            "List the runs and where each stands",
            ["./sogar runs", "./sogar runs --runs /big/runs --json", "./sogar runs --store postgres://me@db/runs"],
            async (parsed, run) =>
            {
                var lines = await ReadAsync(new RunShelf(CommonArguments.FolderOf(parsed, runs, store), run.Clock));
                run.Answer(new { Runs = lines }, console => Show(console, lines));
                return ExitCodes.Success;
            });
        command.Options.Add(runs);
        command.Options.Add(store);
        return command;
    }

    private static async Task<List<RunLine>> ReadAsync(RunShelf shelf) =>
        [.. (await shelf.AllAsync()).Select(LineOf).OrderByDescending(line => line.LastAt)];

    private static RunLine LineOf(ShelvedRun run) => new(
        run.Name, run.Status, run.History.Done, run.Recipe?.Steps, run.History.Last?.Loss, run.History.Seconds, run.History.LastAt);

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
                line.Status,
                $"{line.Steps}/{line.StepsTotal?.ToString() ?? "?"}",
                line.LossLast?.ToString("0.0000") ?? "",
                ProgressLine.Words(TimeSpan.FromSeconds(line.Seconds)),
                $"{line.LastAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}");
        }

        console.Write(table);
        if (lines.FirstOrDefault(line => line.Status == "interrupted") is { } interrupted)
        {
            console.WriteLine($"An interrupted run goes on with: ./sogar pretrain RECIPE --name {interrupted.Run} --resume");
        }
    }

    private sealed record RunLine(string Run, string Status, long Steps, int? StepsTotal, double? LossLast, double Seconds, DateTimeOffset LastAt);
}
