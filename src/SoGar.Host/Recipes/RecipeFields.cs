using System.Collections.Concurrent;
using System.Reflection;

namespace SoGar.Host.Recipes;

/// <summary>One key of a recipe record.</summary>
/// <param name="Key">As a file spells it.</param>
/// <param name="Property">Where its value goes.</param>
internal sealed record RecipeField(string Key, PropertyInfo Property)
{
    /// <summary>True where the number counts bytes, which files may write with a unit.</summary>
    public bool IsSize => Property.Name.EndsWith("Bytes", StringComparison.Ordinal);
}

/// <summary>The keys of recipe records, read off their properties, so that a record and its file cannot drift apart.</summary>
internal static class RecipeFields
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<RecipeField>> Known = [];

    /// <summary>The keys of a record in the order of its declaration.</summary>
    public static IReadOnlyList<RecipeField> Of(Type record) => Known.GetOrAdd(record, static type =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .OrderBy(property => property.MetadataToken)
            .Select(property => new RecipeField(KebabCase.Of(property.Name), property))]);

    /// <summary>True for a type that holds keys of its own.</summary>
    public static bool IsRecord(Type type) => type.Namespace == typeof(Protocol.Recipes.Recipe).Namespace && type.IsClass;

    /// <summary>All keys below a record as paths; lists and tables of records show as <c>cut.*.frames</c>.</summary>
    public static IEnumerable<string> PathsOf(Type record)
    {
        foreach (var field in Of(record))
        {
            yield return field.Key;
            var (inner, prefix) = field.Property.PropertyType switch
            {
                { IsGenericType: true } list => (list.GetGenericArguments()[^1], $"{field.Key}.*"),
                var plain => (plain, field.Key),
            };
            foreach (var path in IsRecord(inner) ? PathsOf(inner) : [])
            {
                yield return $"{prefix}.{path}";
            }
        }
    }
}
