using System.CommandLine;
using SoGar.Host.Commands;

namespace SoGar.Host.CommandLine;

/// <summary>Every command there is.</summary>
internal static class CommandTree
{
    public static Command Build(CommandShell shell) => shell.Root(
        "Pretrains video models without labels, on whatever machines there are, and does not lose a step when one goes.",
        [
            "./sogar demo",
            "./sogar doctor",
            "./sogar videos make --out data/mine",
            "./sogar pretrain demo data.path=data/mine",
            "./sogar up demo --nodes 3",
            "./sogar evaluate demo-1",
        ],
        DemoCommand.Define(shell),
        DoctorCommand.Define(shell),
        shell.Group("videos", "Synthetic videos", ["./sogar videos make --out data/mine"], VideosMakeCommand.Define(shell), VideosTrackCommand.Define(shell)),
        shell.Group("data", "Data sets on disk", ["./sogar data check data/mine"], DataCheckCommand.Define(shell)),
        PretrainCommand.Define(shell),
        UpCommand.Define(shell),
        NodeCommand.Define(shell),
        DrainCommand.Define(shell),
        EvaluateCommand.Define(shell),
        SimCommand.Define(shell),
        RunsCommand.Define(shell),
        ShowCommand.Define(shell),
        ReportCommand.Define(shell),
        ViewsCommand.Define(shell),
        shell.Group(
            "checkpoint",
            "Checkpoints of a run",
            ["./sogar checkpoint verify demo-1"],
            CheckpointVerifyCommand.Define(shell),
            CheckpointExportCommand.Define(shell)),
        shell.Group("recipe", "Recipes as they are resolved", ["./sogar recipe show demo"], RecipeShowCommand.Define(shell)));
}
