using System.CommandLine;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;

namespace SoGar.Host.Commands;

/// <summary><c>sogar recipe show</c>: a recipe with every key, as a run would take it.</summary>
internal static class RecipeShowCommand
{
    public static Command Define(CommandShell shell)
    {
        var recipe = CommonArguments.Recipe();
        var overrides = CommonArguments.Overrides();
        var command = shell.Define(
            "show",
            "Check a recipe and print it with every key, as a run would take it",
            ["./sogar recipe show demo", "./sogar recipe show mine.conf steps=100 model.depth=4"],
            (parsed, run) =>
            {
                var text = RecipeText.Of(RecipeReader.OfThisProcess.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(overrides) ?? []));
                run.Answer(new { Recipe = text }, console => console.Profile.Out.Writer.Write(text));
                return Task.FromResult(ExitCodes.Success);
            });
        command.Arguments.Add(recipe);
        command.Arguments.Add(overrides);
        return command;
    }
}
