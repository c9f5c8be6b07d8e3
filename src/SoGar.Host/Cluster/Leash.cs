namespace SoGar.Host.Cluster;

/// <summary>
/// Ties a node to whoever started it: that process holds the other end of the node's standard input and never writes, so that the system closes it
/// when the process ends, however it ends.
/// </summary>
internal static class Leash
{
    /// <summary>Cancels <paramref name="leave"/> once standard input closes.</summary>
    public static void Hold(CancellationTokenSource leave)
    {
        var watcher = new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[64];
            while (input.Read(ignored) > 0)
            {
            }

            try
            {
                leave.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The node had ended before.
            }
        })
        {
            IsBackground = true,
            Name = "leash",
        };
        watcher.Start();
    }
}
