using System.CommandLine;
using System.CommandLine.Help;
using Microsoft.Extensions.Logging.Abstractions;
using SoGar.Host.Telemetry;

namespace SoGar.Host.CommandLine;

/// <summary>What all commands share: --json, --verbose, help with examples, drain on Ctrl-C, errors as messages, exit codes.</summary>
internal sealed class CommandShell
{
    private readonly CommandSurroundings _surroundings;
    private readonly Dictionary<Command, IReadOnlyList<string>> _examples = [];
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Answer with one JSON object on standard output; all else goes to standard error",
        Recursive = true,
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show where an error came from", Recursive = true };

    public CommandShell(CommandSurroundings surroundings) => _surroundings = surroundings;

    /// <summary>A command that does something.</summary>
    /// <param name="name">What is typed.</param>
    /// <param name="summary">What it does, as one line of the list of commands.</param>
    /// <param name="examples">Lines that can be typed as they stand.</param>
    /// <param name="body">Does it; returns one of <see cref="ExitCodes"/>.</param>
    public Command Define(string name, string summary, string[] examples, Func<ParseResult, CommandRun, Task<int>> body)
    {
        var command = new Command(name, summary);
        command.SetAction((parsed, _) => RunAsync(parsed, body));
        _examples[command] = examples;
        return command;
    }

    /// <summary>A command that only groups others.</summary>
    public Command Group(string name, string summary, string[] examples, params ReadOnlySpan<Command> members)
    {
        var group = new Command(name, summary);
        foreach (var member in members)
        {
            group.Subcommands.Add(member);
        }

        _examples[group] = examples;
        return group;
    }

    /// <summary>The command that holds all others.</summary>
    public Command Root(string summary, string[] examples, params ReadOnlySpan<Command> commands)
    {
        var root = Group("sogar", summary, examples, commands);
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, _examples);
        root.Options.Add(help);
        root.Options.Add(new VersionOption());
        root.Options.Add(_json);
        root.Options.Add(_verbose);
        return root;
    }

    /// <summary>Runs a command line.</summary>
    public Task<int> InvokeAsync(Command root, IReadOnlyList<string> args)
    {
        var parsed = root.Parse(args);
        var isHelp = parsed.Action is HelpWithExamples;
        if (!isHelp && UsageComplaint.Of(parsed) is { } complaint)
        {
            RunOf(parsed, new DrainSignal()).AnswerFailure(complaint, ExitCodes.WrongUsage);
            return Task.FromResult(ExitCodes.WrongUsage);
        }

        // Errors and signals are handled here, the same for all commands.
        return parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = _surroundings.Out,
            Error = _surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private async Task<int> RunAsync(ParseResult parsed, Func<ParseResult, CommandRun, Task<int>> body)
    {
        CommandRun? run = null;
        using var drain = DrainSignal.OfThisProcess(line => run?.Say(line));
        using var telemetry = TelemetryExport.OpenIfConfigured(Environment.GetEnvironmentVariable);
        run = RunOf(parsed, drain, telemetry);
        try
        {
            return await body(parsed, run);
        }
        catch (Exception trouble)
        {
            var (message, exitCode) = Trouble.Explain(trouble);
            run.AnswerFailure(message, exitCode);
            if (parsed.GetValue(_verbose))
            {
                run.Say(trouble.ToString());
            }

            return exitCode;
        }
    }

    private CommandRun RunOf(ParseResult parsed, DrainSignal drain, TelemetryExport? telemetry = null) =>
        new(_surroundings, drain, parsed.GetValue(_json)) { Logs = telemetry?.Logs ?? NullLoggerFactory.Instance };
}
