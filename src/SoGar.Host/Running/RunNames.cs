namespace SoGar.Host.Running;

/// <summary>What runs may be called, and what they are called when nobody says.</summary>
internal static class RunNames
{
    private const int MaxLength = 64;

    /// <summary>The first of name-1, name-2, ... that is free.</summary>
    public static string Fresh(string recipeName, IReadOnlySet<string> taken) =>
        Enumerable.Range(1, int.MaxValue - 1).Select(number => $"{recipeName}-{number}").First(name => !taken.Contains(name));

    /// <summary>Refuses what could not be a folder on every file system.</summary>
    /// <exception cref="RunException">It cannot name a run.</exception>
    public static string Require(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && name[0] != '.'
            ? name
            : throw new RunException($"'{name}' cannot name a run: use 1 to {MaxLength} letters, digits, '-', '_' and '.', not '.' first");
}
