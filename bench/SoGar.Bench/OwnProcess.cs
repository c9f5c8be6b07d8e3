using System.Diagnostics;

namespace SoGar.Bench;

/// <summary>This program once more, for measurements between processes.</summary>
internal static class OwnProcess
{
    /// <summary>How it is started, whether as a program of its own or by <c>dotnet</c>.</summary>
    public static ProcessStartInfo With(params IEnumerable<string> arguments)
    {
        var self = Environment.ProcessPath!;
        return new ProcessStartInfo(
            self, Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(OwnProcess).Assembly.Location, .. arguments] : arguments);
    }
}
