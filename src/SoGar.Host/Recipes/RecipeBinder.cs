using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using SoGar.Host.Hocon;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Recipes.Rules;

namespace SoGar.Host.Recipes;

/// <summary>Turns a resolved HOCON tree into recipe records. What cannot be read keeps its default and is complained of.</summary>
internal sealed class RecipeBinder
{
    private readonly List<RecipeComplaint> _complaints = [];

    private RecipeBinder()
    {
    }

    /// <summary>Reads <paramref name="root"/>; the complaints tell of unknown keys and of values of a wrong type.</summary>
    public static (Recipe Recipe, IReadOnlyList<RecipeComplaint> Complaints) Bind(HoconObject root)
    {
        var binder = new RecipeBinder();
        return ((Recipe)binder.ReadRecord(root, typeof(Recipe), ""), binder._complaints);
    }

    private object ReadRecord(HoconObject tree, Type type, string path)
    {
        var record = Activator.CreateInstance(type)!;
        var fields = RecipeFields.Of(type);
        foreach (var field in fields)
        {
            if (tree.Fields.TryGetValue(field.Key, out var value)
                && Read(value, field.Property.PropertyType, path + field.Key, field.IsSize, field.Property.GetValue(record)) is { } read)
            {
                field.Property.SetValue(record, read);
            }
        }

        foreach (var key in tree.Fields.Keys.Where(key => fields.All(field => field.Key != key)))
        {
            Complain(path + HoconPath.RenderKey(key), UnknownKey(key, path, fields));
        }

        return record;
    }

    private static string UnknownKey(string key, string path, IReadOnlyList<RecipeField> fields)
    {
        var elsewhere = RecipeFields.PathsOf(typeof(Recipe))
            .Where(known => known.EndsWith($".{key}", StringComparison.Ordinal))
            .Take(3)
            .ToList();
        var near = NearestName.Of(key, fields.Select(field => field.Key));
        return (near, elsewhere) switch
        {
            ({ } name, _) => $"is no key; did you mean {path}{name}?",
            (null, [_, ..]) => $"is no key here; did you mean {string.Join(" or ", elsewhere)}?",
            _ => $"is no key; {(path.Length == 0 ? "a recipe" : path[..^1])} has {string.Join(", ", fields.Select(field => field.Key))}",
        };
    }

    private object? Read(HoconValue value, Type type, string path, bool isSize, object? fallback)
    {
        if (value is HoconNull)
        {
            return Refuse(path, "is null; remove it to take the default");
        }

        return type switch
        {
            _ when RecipeFields.IsRecord(type) => value is HoconObject tree ? ReadRecord(tree, type, path + ".") : Wrong("an object { ... }"),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>) =>
                value is HoconObject table ? ReadTable(table, type, path) : Wrong("an object with a name for each entry"),
            { IsGenericType: true } => ReadList(value, type, path),
            _ when value is not HoconScalar => Wrong(Wanted(type, isSize, fallback)),
            _ => ReadPlain(((HoconScalar)value).Text, type, isSize) ?? Wrong(Wanted(type, isSize, fallback)),
        };

        object? Wrong(string wanted) => Refuse(path, $"is {value.Describe()}; it takes {wanted}");
    }

    private object? ReadList(HoconValue value, Type type, string path)
    {
        var itemType = type.GetGenericArguments()[0];
        IReadOnlyList<HoconValue>? items = value switch
        {
            HoconArray array => array.Items,
            HoconObject numbered => numbered.AsNumberedArray()?.Items,
            HoconScalar single when !RecipeFields.IsRecord(itemType) => [single],
            _ => null,
        };
        if (items is null)
        {
            return Refuse(path, $"is {value.Describe()}; it takes a list [ ... ]");
        }

        var read = items.Select((item, i) => Read(item, itemType, $"{path}.{i}", isSize: false, fallback: null)).ToList();
        return read.Contains(null) ? null : Collect(nameof(ListOf), itemType, read);
    }

    private object? ReadTable(HoconObject table, Type type, string path)
    {
        var itemType = type.GetGenericArguments()[1];
        var read = table.Fields
            .Select(field => (Name: field.Key, Path: $"{path}.{HoconPath.RenderKey(field.Key)}", field.Value))
            .Select(field => (Key: field.Name, Value: Read(field.Value, itemType, field.Path, isSize: false, fallback: null)))
            .ToList();
        return read.Exists(entry => entry.Value is null)
            ? null
            : Collect(nameof(TableOf), itemType, read.ToDictionary(entry => entry.Key, entry => entry.Value));
    }

    private static object Collect(string how, Type itemType, IEnumerable items) =>
        typeof(RecipeBinder).GetMethod(how, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(itemType).Invoke(null, [items])!;

    private static ImmutableArray<T> ListOf<T>(IEnumerable items) => [.. items.Cast<T>()];

    private static ImmutableSortedDictionary<string, T> TableOf<T>(Dictionary<string, object?> items) =>
        items.ToImmutableSortedDictionary(entry => entry.Key, entry => (T)entry.Value!, StringComparer.Ordinal);

    private static object? ReadPlain(string text, Type type, bool isSize) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(bool) => text switch { "true" or "yes" or "on" => true, "false" or "no" or "off" => false, _ => null },
        _ when type == typeof(long) && isSize => HoconUnits.Bytes(text),
        _ when type == typeof(int) => (int?)Whole(text, int.MinValue, int.MaxValue),
        _ when type == typeof(long) => (long?)Whole(text, long.MinValue, long.MaxValue),
        _ when type == typeof(ulong) => (ulong?)Whole(text, 0, ulong.MaxValue),
        _ when type == typeof(double) => Number(text),
        _ when type == typeof(TimeSpan) => HoconUnits.Duration(text),
        { IsEnum: true } => EnumNames(type).FirstOrDefault(name => name.Spelled == text.Replace('_', '-')).Value,
        _ => throw new NotSupportedException($"recipes have no values of type {type}"),
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    // 1e4 is a whole number too.
    private static decimal? Whole(string text, decimal least, decimal greatest) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == decimal.Truncate(number) && number >= least && number <= greatest ? number : null;

    private static string Wanted(Type type, bool isSize, object? example) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", EnumNames(type).Select(name => name.Spelled))}",
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time such as 10s or 5 minutes",
        _ when isSize => "a size such as 512MiB or 2GiB",
        _ when type == typeof(double) => example is null ? "a number" : $"a number such as {RecipeText.Plain(example)}",
        _ => example is null ? "a whole number" : $"a whole number such as {RecipeText.Plain(example)}",
    };

    private static IEnumerable<(string Spelled, object Value)> EnumNames(Type type) =>
        Enum.GetValues(type).Cast<object>().Select(value => (KebabCase.Of(value.ToString()!), value));

    private object? Refuse(string path, string problem)
    {
        Complain(path, problem);
        return null;
    }

    private void Complain(string path, string problem) => _complaints.Add(new RecipeComplaint(path, problem));
}
