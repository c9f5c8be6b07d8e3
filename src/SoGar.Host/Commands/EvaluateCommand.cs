using System.CommandLine;
using SoGar.Host.CommandLine;
using SoGar.Host.Running;

namespace SoGar.Host.Commands;

/// <summary><c>sogar evaluate</c>: what frozen features of a run are worth.</summary>
internal static class EvaluateCommand
{
    public static Command Define(CommandShell shell)
    {
        var name = CommonArguments.Run();
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var data = new Option<string?>("--data") { Description = "A labelled data set with test clips; by default the one of the run", HelpName = "DIR" };
        var export = new Option<string?>("--export") { Description = "Keep the training clips' and test clips' features in files of this name (.safetensors or .npy)", HelpName = "FILE" };

        var command = shell.Define(
            "evaluate",
            "Measure a run's frozen features by k-NN and linear probe, beside untrained ones and chance, and draw where it looks",
            ["./sogar evaluate demo-1", "./sogar evaluate demo-1 --data data/other --export features.safetensors", "./sogar evaluate demo-1 --json"],
            async (parsed, run) =>
            {
                var runner = new EvaluationRunner(CommonArguments.FolderOf(parsed, runs, store), run);
                var outcome = await runner.RunAsync(parsed.GetRequiredValue(name), parsed.GetValue(data), parsed.GetValue(export));
                run.Answer(outcome.Report, console => EvaluationText.Show(console, outcome));
                return ExitCodes.Success;
            });
        command.Arguments.Add(name);
        foreach (var option in (Option[])[data, export, runs, store]) command.Options.Add(option);
        return command;
    }
}
