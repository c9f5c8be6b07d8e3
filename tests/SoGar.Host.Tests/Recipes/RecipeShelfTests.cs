using SoGar.Host.Recipes;

namespace SoGar.Host.Tests.Recipes;

public sealed class RecipeShelfTests
{
    private static readonly string[] Files = ["/app/build/hocon/near.conf", "/app/hocon/near.conf", "/app/hocon/demo.conf", "/app/hocon/reference.conf",
        "mine.conf"];

    private static readonly RecipeShelf Shelf = new(
        ["/app/build", "/app", "/"],
        Files.Contains,
        folder => Files.Where(file => Path.GetDirectoryName(file) == folder));

    [Theory]
    [InlineData("mine.conf", "mine.conf")]
    [InlineData("demo", "/app/hocon/demo.conf")]
    [InlineData("near", "/app/build/hocon/near.conf")]
    public void A_recipe_is_a_file_or_the_nearest_of_its_name(string named, string file) => Assert.Equal(file, Shelf.Find(named));

    [Theory]
    [InlineData("demmo", "demmo: there is no such recipe; did you mean demo? By name there are demo, near; any other is named by its file")]
    [InlineData("other/demo", "other/demo: there is no such recipe; by name there are demo, near; any other is named by its file")]
    public void A_missing_recipe_is_answered_with_those_there_are(string named, string complaint) =>
        Assert.Equal(complaint, Assert.Throws<RecipeException>(() => Shelf.Find(named)).Message);

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("steps", "steps", 0)]
    [InlineData("stesp", "steps", 1)]
    [InlineData("step", "steps", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Edits_count_letters_inserted_removed_replaced_or_swapped(string one, string other, int edits) =>
        Assert.Equal((edits, edits), (NearestName.Edits(one, other), NearestName.Edits(other, one)));

    [Fact]
    public void A_name_that_is_like_none_is_near_none() => Assert.Null(NearestName.Of("zebra", ["steps", "seed", "trainers"]));
}
