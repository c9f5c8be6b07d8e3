using System.CommandLine;
using System.Diagnostics;
using SoGar.Compute.Synthesis;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Host.Running;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar demo</c>: the whole story in minutes on a CPU, each part with the code that serves real runs.</summary>
internal static class DemoCommand
{
    private const string RecipeName = "demo";

    /// <summary>Steps before its end from which the run is done once more, by other trainers.</summary>
    private const long StepsAgain = 50;

    private const string HonestyNotes = """
        What these figures say, and what they do not:
        - The network sees differences of frames, and random features already read much motion from those: the gain counts from
          the untrained network, never from chance.
        - With its frames shuffled a clip keeps its axis of motion and loses its direction: what remains there was not learned from order.
        - This is one run. Figures to quote are the mean and range of at least three seeds (--seed).
        - The recipe was chosen on videos of another seed. The task shows that pretraining finds coordinated motion without labels;
          it says nothing about real footage, nor which of the two losses does the work.
        """;

    public static Command Define(CommandShell shell)
    {
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var seed = new Option<ulong>("--seed") { Description = "Another seed gives other weights, views and order", HelpName = "N" };
        var data = new Option<string>("--data") { Description = "Where the demo's videos are, or are made", HelpName = "DIR", DefaultValueFactory = _ => "data/demo" };
        var command = shell.Define(
            "demo",
            "The whole story in minutes on a CPU: makes videos, pretrains, resumes, evaluates",
            ["./sogar demo", "./sogar demo --seed 1", "./sogar demo --json"],
            (parsed, run) => RunAsync(run, CommonArguments.FolderOf(parsed, runs, store), parsed.GetRequiredValue(data), parsed.GetValue(seed)));
        foreach (var option in (Option[])[seed, data, runs, store]) command.Options.Add(option);
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run, RunsFolder runs, string data, ulong seed)
    {
        var watch = Stopwatch.StartNew();
        run.Say($"1. videos: two teams, eight activities that one frame cannot tell apart, in {data}");
        VideosMakeCommand.MakeSet(run, data, new VideoSetOptions());

        var launcher = new RunLauncher(runs, run.Clock);
        var recipe = RecipeReader.OfThisProcess.Read(RecipeName, [$"seed={seed}", $"data.path={data}"]);
        var name = await launcher.FreshNameAsync(RecipeName);
        run.Say($"2. pretraining without labels: run {name}, seed {seed}");
        var pretrained = await launcher.RunAsync(new RunOrder(recipe, name, Resume: false), RunProgress.With(run, name, recipe), run.Drain.Requested);
        if (RunSummaryText.ExitCodeOf(pretrained) is not ExitCodes.Success and var early)
        {
            run.Answer(new { Pretrain = pretrained }, console => RunSummaryText.Show(console, pretrained));
            return early;
        }

        var again = recipe with { Trainers = recipe.Trainers + 1 };
        run.Say($"3. the last {StepsAgain} steps once more, from the checkpoint of step {recipe.Steps - StepsAgain}, by {again.Trainers} trainers instead of {recipe.Trainers}");
        var resumed = await launcher.RunAsync(
            new RunOrder(again, $"{name}-again", Resume: false, new CheckpointOf(name, recipe.Steps - StepsAgain)), RunProgress.With(run, $"{name}-again", again), run.Drain.Requested);
        var isEqual = resumed.Digest == pretrained.Digest;

        run.Say("4. evaluation on clips that were never seen");
        var evaluated = await EvaluateAsync(runs, run, name);
        run.Answer(
            new DemoAnswer(pretrained, evaluated.Report, isEqual, seed, watch.Elapsed.TotalSeconds),
            console => Show(console, pretrained, evaluated, isEqual, seed, watch.Elapsed));
        return isEqual ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Show(IAnsiConsole console, RunSummary pretrained, EvaluationOutcome evaluated, bool isEqual, ulong seed, TimeSpan elapsed)
    {
        console.WriteLine();
        RunSummaryText.Show(console, pretrained);
        console.WriteLine(isEqual
            ? "resumed from its checkpoint by another number of trainers: the same weights, bit for bit"
            : "resumed from its checkpoint by another number of trainers: OTHER weights; this breaks guarantee G5, please report it");
        console.WriteLine();
        EvaluationText.Show(console, evaluated);
        console.WriteLine();
        console.WriteLine($"seed {seed}, {ProgressLine.Words(elapsed)} in all");
        console.WriteLine(HonestyNotes);
    }

    private sealed record DemoAnswer(
        RunSummary Pretrain, SoGar.Compute.Evaluation.EvaluationReport Evaluate, bool ResumedDigestEqual, ulong Seed, double Seconds);

    private static async Task<EvaluationOutcome> EvaluateAsync(RunsFolder runs, CommandRun run, string name)
    {
        var evaluated = await EvaluatedRun.OpenAsync(runs, name, [], run);
        return await new EvaluationRunner(runs, run).RunAsync(evaluated, evaluated.OpenData(null, null), exportPath: null);
    }
}
