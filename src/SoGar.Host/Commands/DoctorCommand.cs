using System.CommandLine;
using SoGar.Host.CommandLine;
using SoGar.Host.Doctor;
using SoGar.Host.Recipes;
using SoGar.Host.Wire;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar doctor</c>: what this machine has, what is missing, what to do about it.</summary>
internal static class DoctorCommand
{
    public static Command Define(CommandShell shell)
    {
        var model = new Option<string?>("--model") { Description = "Say instead how large a recipe's networks are and what a clip costs", HelpName = "RECIPE" };
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var listen = new Option<string>("--listen")
        {
            Description = "Where a node of this machine would listen",
            HelpName = "HOST:PORT",
            DefaultValueFactory = _ => ListenAddress.Default,
        };
        var command = shell.Define(
            "doctor",
            "Say what this machine has, what is missing, and what to do about it",
            ["./sogar doctor", "./sogar doctor --model sogar-vitb", "./sogar doctor --json",
                "./sogar doctor --store postgres://sogar@db/runs --listen 10.0.0.7:7401"],
            async (parsed, run) =>
            {
                if (parsed.GetValue(model) is { } recipe) return Describe(run, recipe);
                var cluster = await ClusterProbe.LookAsync(CommonArguments.FolderOf(parsed, runs, store), parsed.GetRequiredValue(listen), run.Clock);
                return Answer(run, [.. Diagnosis.Of(MachineProbe.Look()), .. cluster]);
            });
        foreach (var option in (Option[])[model, store, listen, runs]) command.Options.Add(option);
        return command;
    }

    private static int Describe(CommandRun run, string recipe)
    {
        var facts = ModelFacts.Of(RecipeReader.OfThisProcess.Read(recipe, []));
        run.Answer(facts, console => ModelText.Show(console, facts));
        return ExitCodes.Success;
    }

    private static int Answer(CommandRun run, IReadOnlyList<Finding> findings)
    {
        var isReady = findings.All(finding => finding.Health != Health.Missing);
        run.Answer(new { Ready = isReady, Findings = findings }, console => Show(console, findings, isReady));
        return isReady ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<Finding> findings, bool isReady)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var finding in findings)
        {
            var (mark, colour) = finding.Health switch
            {
                Health.Good => ("ok", "green"),
                Health.Fair => ("so-so", "yellow"),
                _ => ("missing", "red"),
            };
            var advice = finding.Advice.Length > 0 ? $"\n{finding.Advice}" : "";
            table.AddRow($"[{colour}]{mark}[/]", Markup.Escape(finding.Subject), Markup.Escape(finding.Found + advice));
        }

        console.Write(table);
        console.WriteLine(isReady ? "Ready: try ./sogar demo." : "Not ready: what is missing above has to be there first.");
    }
}
