using System.Reflection;

namespace SoGar.Host.Recipes;

/// <summary>Where recipes are found by name.</summary>
/// <param name="folders">Folders that may hold a folder <c>hocon</c>, nearest first.</param>
/// <param name="exists">Whether a file is there.</param>
/// <param name="list">The recipe files of a folder; empty where there is no such folder.</param>
internal sealed class RecipeShelf(IReadOnlyList<string> folders, Func<string, bool> exists, Func<string, IEnumerable<string>> list)
{
    /// <summary>Looks from the program's folder upwards.</summary>
    public static RecipeShelf OfThisProcess { get; } = new(
        Upwards(AppContext.BaseDirectory),
        File.Exists,
        folder => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.conf") : []);

    /// <summary>The text of <c>hocon/reference.conf</c>, which is built into the program: every key with its default.</summary>
    public static string Reference { get; } = ReadReference();

    /// <summary>The file of a recipe.</summary>
    /// <exception cref="RecipeException">Neither a file nor a recipe of that name is there; lists the names that are.</exception>
    public string Find(string nameOrPath)
    {
        if (exists(nameOrPath))
        {
            return nameOrPath;
        }

        var isBareName = nameOrPath == Path.GetFileNameWithoutExtension(nameOrPath);
        var found = isBareName ? folders.Select(folder => Path.Combine(folder, "hocon", $"{nameOrPath}.conf")).FirstOrDefault(exists) : null;
        if (found is not null)
        {
            return found;
        }

        var names = Names();
        var near = NearestName.Of(nameOrPath, names) is { } name ? $"did you mean {name}? By" : "by";
        throw new RecipeException(
            [$"{nameOrPath}: there is no such recipe; {near} name there are {string.Join(", ", names)}; any other is named by its file"]);
    }

    /// <summary>The names that <see cref="Find"/> knows.</summary>
    public IReadOnlyList<string> Names() =>
        [.. folders.SelectMany(folder => list(Path.Combine(folder, "hocon")))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != "reference")
            .Distinct().Order(StringComparer.Ordinal)];

    private static List<string> Upwards(string folder)
    {
        var folders = new List<string>();
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            folders.Add(at.FullName);
        }

        return folders;
    }

    private static string ReadReference()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("reference.conf")
            ?? throw new InvalidOperationException("reference.conf was not built into this program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
