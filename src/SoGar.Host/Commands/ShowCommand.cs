using System.CommandLine;
using SoGar.Host.CommandLine;
using SoGar.Host.Running;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar show</c>: what the journal says of one run.</summary>
internal static class ShowCommand
{
    private const int MostLines = 20;

    public static Command Define(CommandShell shell)
    {
        var name = CommonArguments.Run();
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var withRecipe = new Option<bool>("--recipe") { Description = "Print the recipe that the run was started with, and nothing else" };
        var command = shell.Define(
            "show",
            "Say what the journal knows of a run: steps, generations, failures, replaced samples, digests",
            ["./sogar show demo-1", "./sogar show demo-1 --recipe", "./sogar show demo-1 --json"],
            async (parsed, run) =>
            {
                var shelf = new RunShelf(CommonArguments.FolderOf(parsed, runs, store), run.Clock);
                var account = RunAccount.Of(await shelf.FindAsync(parsed.GetRequiredValue(name)), Directory.Exists);
                run.Answer(account, console => Show(console, account, parsed.GetValue(withRecipe)));
                return ExitCodes.Success;
            });
        command.Arguments.Add(name);
        command.Options.Add(withRecipe);
        command.Options.Add(runs);
        command.Options.Add(store);
        return command;
    }

    private static void Show(IAnsiConsole console, RunAccount account, bool recipeOnly)
    {
        if (recipeOnly)
        {
            console.Profile.Out.Writer.Write(account.Recipe);
            return;
        }

        var summary = account.Summary;
        var facts = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        void Fact(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) facts.AddRow(Markup.Escape(name), Markup.Escape(value));
        }

        Fact("run", summary.Run);
        Fact("status", summary.Explanation is { } why ? $"{summary.Status}: {why}" : summary.Status);
        Fact("steps", $"{summary.Steps} of {account.StepsTotal?.ToString() ?? "?"} in {ProgressLine.Words(TimeSpan.FromSeconds(summary.Seconds))}");
        Fact("loss", summary is { LossFirst: { } first, LossLast: { } last } ? $"{first:0.0000} at first, {last:0.0000} at last" : null);
        Fact("speed", summary.Steps > 0 ? $"{summary.ClipsPerSecond:0.0} clips/s, waiting for data {summary.DataWaitShare * 100:0.#} % of the time" : null);
        Fact("started", account.StartedAt is { } started ? $"{started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : null);
        Fact("last event", $"{account.LastAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        Fact("profile", account.Profile);
        Fact("resumed", account.Resumptions > 0 ? Times(account.Resumptions) : null);
        Fact("steps redone", summary.Redone > 0 ? $"{summary.Redone}, for sums that outgrew their scale" : null);
        Fact("trainers", Latest(account.Generations.Select(Words)));
        Fact("checkpoints", Words(account.Checkpoints));
        Fact("replaced", Latest(summary.Replaced.Select(one => $"{one.Sample} by {one.StandIn}: {one.Reason}")));
        Fact("student", summary.Digest?.Student);
        Fact("teacher", summary.Digest?.Teacher);
        Fact("optimizer", summary.Digest?.Optimizer);
        Fact("troubles", Latest(account.Troubles));
        console.Write(facts);
    }

    private static string Words(GenerationAccount one) =>
        $"{one.Trainers} from step {one.FirstStep} (generation {one.Generation}){(one.Nodes.Count > 0 ? $", on {string.Join(", ", one.Nodes)}" : "")}";

    private static string Words(IReadOnlyList<CheckpointAccount> all)
    {
        var there = all.Where(one => one.IsThere).Select(one => $"step {one.Step}: {one.Folder}, {one.Bytes / 1e6:0.0} MB").ToList();
        var dropped = all.Count - there.Count;
        return string.Join('\n', [.. there, .. dropped > 0 ? [$"{dropped} dropped since"] : Array.Empty<string>()]);
    }

    // A run of days has more of some things than anybody reads on a terminal.
    private static string Latest(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        var earlier = all.Count - MostLines;
        return string.Join('\n', earlier <= 0 ? all : [$"{earlier} earlier ones (--json has them all)", .. all.Skip(earlier)]);
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";
}
