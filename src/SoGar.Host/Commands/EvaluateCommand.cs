using System.CommandLine;
using SoGar.Host.Cluster;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Host.Running;
using SoGar.Protocol.Recipes;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar evaluate</c>: what a run has learned is worth, on frozen features or with labels on top.</summary>
internal static class EvaluateCommand
{
    private const string Frozen = "frozen";

    public static Command Define(CommandShell shell)
    {
        var name = CommonArguments.Run();
        var overrides = CommonArguments.Overrides();
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var task = new Option<string>("--task")
        {
            Description = "frozen: k-NN, linear probe and retrieval; finetune: train on labelled clips; localise: actions of people; groups: JRDB-PAR's " +
                "people, groups and scenes; track: a target",
            HelpName = "NAME",
            DefaultValueFactory = _ => Frozen,
        };
        task.AcceptOnlyFromAmong(Frozen, "finetune", "localise", "groups", "track");
        var data = new Option<string?>("--data") { Description = "A labelled data set with test clips; by default the one of the run", HelpName = "DIR" };
        var format = Format("--format", "The data set's format, as './sogar data check' lists them; by default it is looked at");
        var testData = new Option<string?>("--test-data")
        {
            Description = "With track: the sequences to be measured on; by default those of --data",
            HelpName = "DIR"
        };
        var testFormat = Format("--test-format", "Their format");
        var noBaseline = new Option<bool>("--no-baseline") { Description = "Leave out the same training from untrained weights on" };
        var follow = new Option<bool>("--follow")
        {
            Description = "Measure a run's checkpoints while it trains elsewhere, evaluate.every steps apart, " +
                "until it has ended"
        };
        var leash = new Option<bool>("--leash") { Description = "With --follow: end when standard input closes", Hidden = true };
        var export = new Option<string?>("--export")
        {
            Description = "With frozen: keep the clips' features in files of this name (.safetensors or .npy)",
            HelpName = "FILE"
        };

        var command = shell.Define(
            "evaluate",
            "Measure what a run has learned, on frozen features or trained on with labels, beside the untrained network",
            [
                "./sogar evaluate demo-1",
                "./sogar evaluate demo-1 --data data/other --export features.safetensors",
                "./sogar evaluate demo-1 --follow evaluate.every=1000",
                "./sogar evaluate demo-1 --task finetune evaluate.tune.epochs=5",
                "./sogar evaluate demo-1 --task localise --data data/demo --format ava",
                "./sogar evaluate demo-1 --task groups --data /videos/jrdb --format jrdb-par",
                "./sogar evaluate demo-1 --task track --data data/track/got10k --format got10k --test-data data/track/otb2015 --test-format otb2015",
            ],
            async (parsed, run) =>
            {
                var folder = CommonArguments.FolderOf(parsed, runs, store);
                if (parsed.GetValue(follow))
                {
                    using var leave = CancellationTokenSource.CreateLinkedTokenSource(run.Drain.Requested);
                    if (parsed.GetValue(leash)) Leash.Hold(leave);
                    var watched = await new EvaluationWatch(folder, run)
                        .FollowAsync(parsed.GetRequiredValue(name), parsed.GetValue(overrides) ?? [], leave.Token);
                    run.Answer(
                        watched, console => console.WriteLine($"{watched.Run} is {watched.Status}; {watched.Files.Count} of its checkpoints were measured"));
                    return ExitCodes.Success;
                }

                var evaluated = await EvaluatedRun.OpenAsync(folder, parsed.GetRequiredValue(name), parsed.GetValue(overrides) ?? [], run);
                var opened = evaluated.OpenData(parsed.GetValue(data), Parse(parsed.GetValue(format)));
                var hasBaseline = !parsed.GetValue(noBaseline);
                var tasks = new TaskRunner(folder, run);
                switch (parsed.GetRequiredValue(task))
                {
                    case "finetune":
                        var tuned = await tasks.FinetuneAsync(evaluated, opened, hasBaseline);
                        run.Answer(tuned, console => TaskText.Show(console, tuned));
                        break;
                    case "localise":
                        var localised = await tasks.LocaliseAsync(evaluated, opened, hasBaseline);
                        run.Answer(localised, console => TaskText.Show(console, localised));
                        break;
                    case "groups":
                        var grouped = await tasks.GroupsAsync(evaluated, opened, hasBaseline);
                        run.Answer(grouped, console => TaskText.Show(console, grouped));
                        break;
                    case "track":
                        var measured = parsed.GetValue(testData) is { } path ? evaluated.OpenData(path, Parse(parsed.GetValue(testFormat))) : opened;
                        var tracked = await tasks.TrackAsync(evaluated, opened, measured, hasBaseline);
                        run.Answer(tracked, console => TaskText.Show(console, tracked));
                        break;
                    default:
                        var outcome = await new EvaluationRunner(folder, run).RunAsync(evaluated, opened, parsed.GetValue(export));
                        run.Answer(outcome.Report, console => EvaluationText.Show(console, outcome));
                        break;
                }

                return ExitCodes.Success;
            });
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow)
                && (result.GetValue(task) is not (null or Frozen) || result.GetValue(data) is not null || result.GetValue(export) is not null))
                result.AddError("--follow measures frozen features of the run's own videos; leave out --task, --data and --export");
        });
        command.Arguments.Add(name);
        command.Arguments.Add(overrides);
        foreach (var option in (Option[])[task, data, format, testData, testFormat, noBaseline, follow, leash, export, runs, store])
            command.Options.Add(option);
        return command;
    }

    private static Option<string?> Format(string name, string description) => new(name) { Description = description, HelpName = "NAME" };

    private static DataFormat? Parse(string? name) => name is null ? null : DataFormats.Parse(name);
}
