using System.Text.RegularExpressions;

namespace SoGar.Host.Tests.Recipes;

public sealed partial class RecipesPageTests
{
    [Fact]
    public void Every_recipe_of_the_page_can_be_run()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "recipes.md"));
        var recipes = HoconBlock().Matches(page).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(2, recipes.Count);
        Assert.Equal("corridor", RecipeCase.Read(recipes[0]).Name);
        var second = RecipeCase.Read(recipes[1]);
        Assert.Equal((0.4, 0.1, 4L << 30), (second.Views.Augment["soft"].Jitter, second.Views.Augment["soft"].Blur, second.Data.CacheBytes));
        Assert.Equal([0.001, 0.01, 0.1], second.Evaluate.ProbeL2);
    }

    [GeneratedRegex("```hocon\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex HoconBlock();
}
