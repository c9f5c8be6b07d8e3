using SoGar.Host.CommandLine;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Recipes;

/// <summary>The formats of data sets by the names that recipes and the command line spell them with.</summary>
internal static class DataFormats
{
    private static readonly Dictionary<string, DataFormat> ByName = Enum.GetValues<DataFormat>().ToDictionary(format => KebabCase.Of($"{format}"));

    /// <summary>Every name, in the order of the documentation.</summary>
    public static string Names { get; } = string.Join(", ", ByName.Keys);

    /// <summary>The format of a name.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static DataFormat Parse(string name) => ByName.TryGetValue(name, out var format)
        ? format
        : throw new CommandFailure($"the format is {name}; {Names} are known", ExitCodes.WrongUsage);
}
