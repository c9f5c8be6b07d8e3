namespace SoGar.Host.Hocon;

/// <summary>What a configuration may ask of the world around it.</summary>
/// <param name="ReadFile">The text of a file, or null where there is none.</param>
/// <param name="Variable">An environment variable, or null.</param>
internal sealed record HoconSurroundings(Func<string, string?> ReadFile, Func<string, string?> Variable)
{
    /// <summary>Files on the disk and the variables of this process.</summary>
    public static HoconSurroundings OfThisProcess { get; } =
        new(path => File.Exists(path) ? File.ReadAllText(path) : null, Environment.GetEnvironmentVariable);
}
