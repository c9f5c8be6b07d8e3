using System.Diagnostics;

namespace SoGar.Scenarios.Cluster;

/// <summary>Signals to processes that are not this one's children.</summary>
internal static class Signals
{
    /// <summary>Sends a signal by its name; a process that is gone already does not mind.</summary>
    public static void Send(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{process}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }
}
