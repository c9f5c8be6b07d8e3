using System.Collections;
using System.Globalization;
using SoGar.Host.Hocon;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Recipes;

/// <summary>Writes a recipe as HOCON with every key in it, for the journal and for people; reading it back gives the same recipe.</summary>
internal static class RecipeText
{
    public static string Of(Recipe recipe) => HoconWriter.Write(Tree(recipe));

    /// <summary>A plain value as a file has it.</summary>
    public static string Plain(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal).Replace('E', 'e'),
        TimeSpan duration => HoconUnits.Render(duration),
        Enum name => KebabCase.Of(name.ToString()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static HoconObject Tree(object record)
    {
        var fields = new OrderedDictionary<string, HoconValue>();
        foreach (var field in RecipeFields.Of(record.GetType()))
        {
            fields[field.Key] = Value(field.Property.GetValue(record)!, field.IsSize);
        }

        return new HoconObject(fields, default);
    }

    private static HoconValue Value(object value, bool isSize) => value switch
    {
        long bytes when isSize => new HoconScalar(HoconUnits.RenderBytes(bytes), false, default),
        string text => new HoconScalar(text, text is "" or "null", default),
        IDictionary table => Table(table),
        IEnumerable list => new HoconArray([.. list.Cast<object>().Select(item => Value(item, isSize: false))], default),
        _ when RecipeFields.IsRecord(value.GetType()) => Tree(value),
        _ => new HoconScalar(Plain(value), false, default),
    };

    private static HoconObject Table(IDictionary table)
    {
        var fields = new OrderedDictionary<string, HoconValue>();
        foreach (DictionaryEntry entry in table)
        {
            fields[(string)entry.Key] = Value(entry.Value!, isSize: false);
        }

        return new HoconObject(fields, default);
    }
}
