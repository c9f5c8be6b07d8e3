using SoGar.Host.Hocon;
using SoGar.Host.Recipes;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Tests.Recipes;

/// <summary>Reads a recipe from a text.</summary>
internal static class RecipeCase
{
    public static Recipe Read(string text, params string[] overrides)
    {
        var surroundings = new HoconSurroundings(path => path == "my.conf" ? text : null, _ => null);
        var shelf = new RecipeShelf([], path => path == "my.conf", _ => []);
        return new RecipeReader(surroundings, shelf).Read("my.conf", overrides);
    }

    public static IReadOnlyList<string> Complaints(string text, params string[] overrides) =>
        Assert.Throws<RecipeException>(() => Read(text, overrides)).Complaints;
}
