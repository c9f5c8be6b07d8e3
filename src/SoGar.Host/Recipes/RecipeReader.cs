using System.Globalization;
using SoGar.Host.Hocon;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Recipes.Rules;

namespace SoGar.Host.Recipes;

/// <summary>Reads a recipe from its layers: the documented defaults, the recipe's file, what the command line says on top.</summary>
internal sealed class RecipeReader(HoconSurroundings surroundings, RecipeShelf shelf)
{
    /// <summary>Reads files of the disk and the recipes that came with the program.</summary>
    public static RecipeReader OfThisProcess { get; } = new(HoconSurroundings.OfThisProcess, RecipeShelf.OfThisProcess);

    /// <summary>Reads one recipe.</summary>
    /// <param name="nameOrPath">A file, or the bare name of a recipe that came with the program.</param>
    /// <param name="overrides"><c>key=value</c> each, later ones win.</param>
    /// <exception cref="RecipeException">Something is wrong with it; all of it is listed.</exception>
    public Recipe Read(string nameOrPath, IEnumerable<string> overrides)
    {
        HoconObject tree;
        try
        {
            var layers = new HoconLayers(surroundings).AddText("reference.conf", RecipeShelf.Reference).AddFile(shelf.Find(nameOrPath));
            tree = overrides.Aggregate(layers, (below, assignment) => below.AddOverride(assignment)).Resolve();
        }
        catch (HoconException trouble)
        {
            throw new RecipeException([trouble.Message]);
        }

        return Check(tree);
    }

    /// <summary>Reads a resolved recipe back, as <see cref="RecipeText"/> wrote it into a journal.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="origin">What messages call the text.</param>
    /// <param name="overrides"><c>key=value</c> each, on top; null for none.</param>
    public Recipe ReadText(string text, string origin, IEnumerable<string>? overrides = null)
    {
        try
        {
            var layers = new HoconLayers(surroundings).AddText("reference.conf", RecipeShelf.Reference).AddText(origin, text);
            return Check((overrides ?? []).Aggregate(layers, (below, assignment) => below.AddOverride(assignment)).Resolve());
        }
        catch (HoconException trouble)
        {
            throw new RecipeException([trouble.Message]);
        }
    }

    private static Recipe Check(HoconObject tree)
    {
        var (recipe, misread) = RecipeBinder.Bind(tree);
        var unread = misread.Select(complaint => complaint.Key).ToHashSet();
        // A value that could not be read has its default now; rules that look at it would only confuse.
        var complaints = misread.Concat(RecipeRules.Check(recipe).Where(complaint => !unread.Contains(complaint.Key)));
        var lines = complaints
            .Select(complaint => (Place: PositionOf(tree, complaint.Key), complaint))
            .OrderBy(line => line.Place.File, StringComparer.Ordinal).ThenBy(line => line.Place.Line)
            .Select(line => $"{line.Place}: {line.complaint}")
            .ToList();
        return lines.Count == 0 ? recipe : throw new RecipeException(lines);
    }

    // Where the deepest part of the key stands that was written at all.
    private static HoconPosition PositionOf(HoconObject tree, string key)
    {
        HoconValue place = tree;
        foreach (var part in key.Split('.'))
        {
            var inner = place switch
            {
                HoconObject fields => fields.Fields.GetValueOrDefault(part.Trim('"')),
                HoconArray list when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) =>
                    list.Items.ElementAtOrDefault(index),
                _ => null,
            };
            if (inner is null)
            {
                break;
            }

            place = inner;
        }

        return place.Position;
    }
}
