using System.CommandLine;

namespace SoGar.Host.CommandLine;

/// <summary>Arguments that several commands take, so that they are spelled and explained the same everywhere.</summary>
internal static class CommonArguments
{
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

    public static Option<long?> Step() => new("--step")
    {
        Description = "The checkpoint of this step; without it the newest",
        HelpName = "N",
    };

    public static Argument<string> Run() => new("RUN") { Description = "The name of a run, as './sogar runs' lists them" };
}
