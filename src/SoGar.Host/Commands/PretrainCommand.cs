using System.CommandLine;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Host.Running;

namespace SoGar.Host.Commands;

/// <summary><c>sogar pretrain</c>: one run in this process, from its first step or its last checkpoint to its end.</summary>
internal static class PretrainCommand
{
    public static Command Define(CommandShell shell)
    {
        var recipe = CommonArguments.Recipe();
        var overrides = CommonArguments.Overrides();
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var name = new Option<string?>("--name") { Description = "What the run is called; by default the recipe's name and a number", HelpName = "NAME" };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run of that name from its last whole checkpoint" };

        var command = shell.Define(
            "pretrain",
            "Pretrain a model by a recipe; Ctrl-C stops it whole, --resume goes on",
            [
                "./sogar pretrain demo",
                "./sogar pretrain demo trainers=3 seed=1 --name third",
                "./sogar pretrain demo --name third --resume",
                "./sogar pretrain sogar-vits-224 data.path=/videos --runs /big/runs",
            ],
            async (parsed, run) =>
            {
                var folder = CommonArguments.FolderOf(parsed, runs, store);
                var read = RecipeReader.OfThisProcess.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(overrides) ?? []);
                var launcher = new RunLauncher(folder, run.Clock);
                var isResumed = parsed.GetValue(resume);
                var runName = parsed.GetValue(name)
                    ?? (isResumed
                        ? throw new CommandFailure("--resume needs the --name of the run to go on with; './sogar runs' lists them", ExitCodes.WrongUsage)
                        : await launcher.FreshNameAsync(read.Name));
                var summary = await launcher.RunAsync(new RunOrder(read, runName, isResumed), RunProgress.With(run, runName, read), run.Drain.Requested);
                run.Answer(summary, console => RunSummaryText.Show(console, summary));
                return RunSummaryText.ExitCodeOf(summary);
            });
        command.Arguments.Add(recipe);
        command.Arguments.Add(overrides);
        foreach (var option in (Option[])[name, resume, runs, store]) command.Options.Add(option);
        return command;
    }
}
