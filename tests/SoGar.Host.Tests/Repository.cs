using System.Runtime.CompilerServices;

namespace SoGar.Host.Tests;

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    public static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    public static string Recipe(string name) => Path.Combine(Root(), "hocon", $"{name}.conf");
}
