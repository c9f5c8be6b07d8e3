using System.Collections.Immutable;
using System.Reflection;

namespace SoGar.Actors.Stores;

/// <summary>The numbered .sql files of one dialect, in order: each lifts a store by one step.</summary>
internal static class SchemaSteps
{
    public static ImmutableArray<string> Sqlite { get; } = Load("Sqlite");

    public static ImmutableArray<string> Postgres { get; } = Load("Postgres");

    private static ImmutableArray<string> Load(string dialect)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(name => name.Contains($".Sql.{dialect}.", StringComparison.Ordinal));
        return [.. names.Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        })];
    }
}
