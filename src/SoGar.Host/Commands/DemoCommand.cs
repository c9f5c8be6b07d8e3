using System.CommandLine;
using System.Diagnostics;
using SoGar.Compute.Synthesis;
using SoGar.Host.Cluster;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Host.Running;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar demo</c>: the whole story in minutes on a CPU, each part with the code that serves real runs.</summary>
internal static class DemoCommand
{
    private const string RecipeName = "demo";

    private const int Nodes = 3;

    /// <summary>The checkpoint from which the rest of the run, the kill included, is done once more without any disturbance.</summary>
    private const long CheckpointBefore = 200;

    /// <summary>The step at which a node is killed.</summary>
    private const long KillAt = 225;

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
        var data = new Option<string>("--data")
        {
            Description = "Where the demo's videos are, or are made",
            HelpName = "DIR",
            DefaultValueFactory = _ => "data/demo"
        };
        var command = shell.Define(
            "demo",
            "The whole story in minutes on a CPU: makes videos, pretrains over three processes, kills one, recovers, evaluates",
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
        var recipe = RecipeReader.OfThisProcess.Read(RecipeName, [$"seed={seed}", $"data.path={data}", $"checkpoint.keep-every={CheckpointBefore}"]);
        var name = await launcher.FreshNameAsync(RecipeName);
        run.Say($"2. pretraining without labels over {Nodes} node processes: run {name}, seed {seed}; one will be killed at step {KillAt}");
        var kill = new DemoKill(KillAt, run.Say, RunProgress.With(run, name, recipe));
        var pretrained = await new ClusterLauncher(runs, run.Clock).RunAsync(
            new ClusterOrder(recipe, name, Resume: false, Nodes, Trainers: 1, Restarts: 0), kill, run.Say, run.Drain.Requested, nodes => kill.Nodes = nodes);
        if (RunSummaryText.ExitCodeOf(pretrained) is not ExitCodes.Success and var early)
        {
            run.Answer(new { Pretrain = pretrained }, console => RunSummaryText.Show(console, pretrained));
            return early;
        }

        var rest = recipe.Steps - CheckpointBefore;
        run.Say($"3. its last {rest} steps once more, from the checkpoint before the kill, undisturbed and in one process: {recipe.Trainers} trainers");
        var undisturbed = await launcher.RunAsync(
            new RunOrder(recipe, $"{name}-undisturbed", Resume: false, new CheckpointOf(name, CheckpointBefore)),
            RunProgress.With(run, $"{name}-undisturbed", recipe), run.Drain.Requested);
        var isEqual = undisturbed.Digest is not null && undisturbed.Digest == pretrained.Digest;

        run.Say("4. evaluation on clips that were never seen");
        var evaluated = await EvaluateAsync(runs, run, name);
        run.Answer(
            new DemoAnswer(
                pretrained, evaluated.Report, kill.Killed, pretrained.Recoveries.Sum(each => each.Seconds), pretrained.Recoveries.Sum(each => each.StepsLost),
                isEqual, isEqual, seed, watch.Elapsed.TotalSeconds),
            console => Show(console, pretrained, evaluated, isEqual, seed, watch.Elapsed));
        return isEqual && kill.Killed == 1 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static async Task<EvaluationOutcome> EvaluateAsync(RunsFolder runs, CommandRun run, string name)
    {
        var evaluated = await EvaluatedRun.OpenAsync(runs, name, [], run);
        return await new EvaluationRunner(runs, run).RunAsync(evaluated, evaluated.OpenData(null, null), exportPath: null);
    }

    private static void Show(IAnsiConsole console, RunSummary pretrained, EvaluationOutcome evaluated, bool isEqual, ulong seed, TimeSpan elapsed)
    {
        console.WriteLine();
        RunSummaryText.Show(console, pretrained);
        console.WriteLine(isEqual
            ? "the same steps undisturbed, in one process, from the checkpoint before the kill: the same weights, bit for bit"
            : "the same steps undisturbed, in one process, from the checkpoint before the kill: OTHER weights; this breaks guarantee G5, please report it");
        console.WriteLine();
        EvaluationText.Show(console, evaluated);
        console.WriteLine();
        console.WriteLine($"seed {seed}, {ProgressLine.Words(elapsed)} in all");
        console.WriteLine(HonestyNotes);
    }

    /// <summary>What <c>demo --json</c> prints.</summary>
    /// <param name="Pretrain">The run over node processes.</param>
    /// <param name="Evaluate">Of what it learned.</param>
    /// <param name="Killed">Node processes that were killed in it.</param>
    /// <param name="RecoverySeconds">From the first sign of that until the next committed step.</param>
    /// <param name="StepsLost">Committed steps that had to be computed again because of it.</param>
    /// <param name="DigestEqualToUndisturbed">
    /// Whether the steps since the checkpoint before the kill, done once more undisturbed, end with the same digests.
    /// </param>
    /// <param name="ResumedDigestEqual">The same: the undisturbed steps were resumed from a checkpoint.</param>
    /// <param name="Seed">Of the run.</param>
    /// <param name="Seconds">In all.</param>
    private sealed record DemoAnswer(
        RunSummary Pretrain,
        SoGar.Compute.Evaluation.EvaluationReport Evaluate,
        int Killed,
        double RecoverySeconds,
        long StepsLost,
        bool DigestEqualToUndisturbed,
        bool ResumedDigestEqual,
        ulong Seed,
        double Seconds);
}
