using System.CommandLine;
using SoGar.Actors.Stores;
using SoGar.Host.Running;

namespace SoGar.Host.CommandLine;

/// <summary>Arguments that several commands take, so that they are spelled and explained the same everywhere.</summary>
internal static class CommonArguments
{
    /// <summary>The environment variable that names a store for all commands.</summary>
    private const string StoreVariable = "SOGAR_STORE";

    public static Argument<string> Recipe() => new("RECIPE")
    {
        Description = "A recipe's file, or the name of one that came with the program (demo, tiny, sogar-vitb, sogar-vits-224)",
    };

    public static Argument<string[]> Overrides() => new("key=value")
    {
        Description = "Settings on top of the recipe, for example steps=100 data.path=/videos",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Option<string> Runs() => new("--runs")
    {
        Description = "The folder that runs live in",
        HelpName = "DIR",
        DefaultValueFactory = _ => "runs",
    };

    public static Option<string?> Store() => new("--store")
    {
        Description = $"Where the journal is: sqlite:PATH or postgres://user@host/database; else {StoreVariable}, or journal.db in the folder of runs",
        HelpName = "STORE",
    };

    /// <summary>The folder and the store that a command line names.</summary>
    /// <exception cref="CommandFailure">The store cannot be understood.</exception>
    public static RunsFolder FolderOf(ParseResult parsed, Option<string> runs, Option<string?> store)
    {
        var fromVariable = Environment.GetEnvironmentVariable(StoreVariable);
        var text = parsed.GetValue(store) ?? (string.IsNullOrEmpty(fromVariable) ? null : fromVariable);
        try
        {
            return new RunsFolder(parsed.GetRequiredValue(runs), text is null ? null : StoreLocation.Parse(text));
        }
        catch (FormatException cause)
        {
            throw new CommandFailure($"{(parsed.GetValue(store) is null ? StoreVariable : "--store")}: {cause.Message}", ExitCodes.WrongUsage);
        }
    }

    public static Option<long?> Step() => new("--step")
    {
        Description = "The checkpoint of this step; without it the newest",
        HelpName = "N",
    };

    public static Argument<string> Run() => new("RUN") { Description = "The name of a run, as './sogar runs' lists them" };
}
