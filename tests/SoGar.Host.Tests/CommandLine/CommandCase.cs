using System.CommandLine;
using SoGar.Host.CommandLine;

namespace SoGar.Host.Tests.CommandLine;

/// <summary>Runs a command line in this process and keeps what it says.</summary>
internal sealed record CommandCase(int ExitCode, string Out, string Error)
{
    public static Task<CommandCase> RunAsync(params string[] args) => RunAsync(CommandTree.Build, args);

    public static async Task<CommandCase> RunAsync(Func<CommandShell, Command> build, params string[] args)
    {
        using StringWriter output = new(), error = new();
        var shell = new CommandShell(Surroundings(output, error));
        var exitCode = await shell.InvokeAsync(build(shell), args);
        return new CommandCase(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A tree with one command whose body a test gives.</summary>
    public static Task<CommandCase> RunBodyAsync(Func<CommandRun, Task<int>> body, params string[] args) =>
        RunAsync(shell => shell.Root("A test.", [], shell.Define("act", "Acts", [], (_, run) => body(run))), ["act", .. args]);

    public static CommandSurroundings Surroundings(TextWriter output, TextWriter error, bool isTerminal = false, TimeProvider? clock = null) =>
        new(output, error, isTerminal, isTerminal, Width: 100, clock ?? new ManualClock());
}
