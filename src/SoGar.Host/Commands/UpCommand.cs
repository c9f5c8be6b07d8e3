using System.CommandLine;
using SoGar.Host.Cluster;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Host.Running;
using SoGar.Host.Wire;

namespace SoGar.Host.Commands;

/// <summary><c>sogar up</c>: one run over several node processes of this machine.</summary>
internal static class UpCommand
{
    public static Command Define(CommandShell shell)
    {
        var recipe = CommonArguments.Recipe();
        var overrides = CommonArguments.Overrides();
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var name = new Option<string?>("--name") { Description = "What the run is called; by default the recipe's name and a number", HelpName = "NAME" };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run of that name, from its nodes that are left or its last whole checkpoint" };
        var nodes = new Option<int>("--nodes") { Description = "Node processes to start", HelpName = "N", DefaultValueFactory = _ => 2 };
        var trainers = new Option<int>("--trainers") { Description = "Trainers of each node", HelpName = "N", DefaultValueFactory = _ => 1 };
        var restart = new Option<int>("--restart") { Description = "How often each node is started again after it died", HelpName = "N" };
        var listen = new Option<string>("--listen")
        {
            Description = "Where the nodes listen; another host than this machine's loopback lets nodes of other machines take part",
            HelpName = "HOST:0",
            DefaultValueFactory = _ => ListenAddress.Default,
        };
        foreach (var positive in (Option<int>[])[nodes, trainers])
            positive.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError($"{positive.Name} has to be 1 or more"); });

        var command = shell.Define(
            "up",
            "Start a run over several node processes of this machine; any of them may die",
            [
                "./sogar up demo --nodes 3",
                "./sogar up demo --nodes 3 --name mine --resume",
                "./sogar up sogar-vits-224 --nodes 8 data.path=/videos --store postgres://sogar@db/runs",
            ],
            async (parsed, run) =>
            {
                var folder = CommonArguments.FolderOf(parsed, runs, store);
                var read = RecipeReader.OfThisProcess.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(overrides) ?? []);
                var isResumed = parsed.GetValue(resume);
                if (isResumed && parsed.GetValue(name) is null)
                    throw new CommandFailure("--resume needs the --name of the run to go on with; './sogar runs' lists them", ExitCodes.WrongUsage);
                var runName = parsed.GetValue(name) ?? await new RunLauncher(folder, run.Clock).FreshNameAsync(read.Name);
                var order = new ClusterOrder(
                    read, runName, isResumed, parsed.GetValue(nodes), parsed.GetValue(trainers), parsed.GetValue(restart), parsed.GetRequiredValue(listen));
                var summary = await new ClusterLauncher(folder, run.Clock).RunAsync(order, RunProgress.With(run, runName, read), run.Say, run.Drain.Requested);
                run.Answer(summary, console => RunSummaryText.Show(console, summary));
                return RunSummaryText.ExitCodeOf(summary);
            });
        command.Arguments.Add(recipe);
        command.Arguments.Add(overrides);
        foreach (var option in (Option[])[nodes, trainers, restart, listen, name, resume, store, runs]) command.Options.Add(option);
        return command;
    }
}
