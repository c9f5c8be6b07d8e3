using SoGar.Host.Hocon;
using SoGar.Host.Recipes;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Tests.Recipes;

public sealed class RecipeReferenceTests
{
    private static readonly HoconObject Reference =
        new HoconLayers(HoconSurroundings.OfThisProcess).AddText("reference.conf", RecipeShelf.Reference).Resolve();

    [Fact]
    public void Every_known_key_stands_in_the_reference()
    {
        var written = Paths(Reference, "").Select(field => field.Path).ToHashSet();

        Assert.DoesNotContain(RecipeFields.PathsOf(typeof(Recipe)), path => !written.Contains(path));
    }

    [Fact]
    public void Every_key_of_the_reference_is_known() => Assert.Empty(RecipeBinder.Bind(Reference).Complaints);

    [Fact]
    public void Every_key_of_the_reference_has_a_comment_above_it_where_it_stands_first()
    {
        var lines = RecipeShelf.Reference.Split('\n');

        var bare = Paths(Reference, "")
            .GroupBy(field => field.Path)
            .Select(same => same.MinBy(field => field.Line))
            .Where(field => !lines[field.Line - 2].TrimStart().StartsWith('#'))
            .Select(field => $"line {field.Line}: {field.Path}");

        Assert.Empty(bare);
    }

    [Fact]
    public void The_defaults_of_the_reference_are_those_of_the_records() =>
        Assert.Equal(RecipeText.Of(new Recipe()), RecipeText.Of(RecipeBinder.Bind(Reference).Recipe));

    // Paths as RecipeFields has them: entries of lists and of the table of augmentations are all called "*".
    private static IEnumerable<(string Path, int Line)> Paths(HoconValue value, string prefix)
    {
        var inner = value switch
        {
            HoconObject fields => fields.Fields.Select(field => (Name: prefix == "views.augment." ? "*" : field.Key, field.Value)),
            HoconArray list => list.Items.Where(item => item is HoconObject).Select(item => (Name: "*", Value: item)),
            _ => [],
        };
        foreach (var (name, child) in inner)
        {
            if (name != "*")
            {
                yield return (prefix + name, child.Position.Line);
            }

            foreach (var below in Paths(child, $"{prefix}{name}."))
            {
                yield return below;
            }
        }
    }
}
