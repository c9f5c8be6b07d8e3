using System.Runtime.CompilerServices;

namespace SoGar.Host.Tests;

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static string Recipe(string name) => Path.Combine(Root, "hocon", $"{name}.conf");

    /// <summary>All recipes that can be run by name.</summary>
    public static IEnumerable<string> RecipeNames =>
        Directory.EnumerateFiles(Path.Combine(Root, "hocon"), "*.conf").Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .Where(name => name != "reference").Order();

    private static string ThisFile([CallerFilePath] string here = "") => here;
}
