namespace SoGar.Compute.Torch;

/// <summary>
/// Watches for tensors that nobody disposed. Off by default, because a watched tensor costs a finalizer and a stack trace; a finalizer
/// reports a leak and does not repair it, since memory that waits for the garbage collector runs out first.
/// </summary>
public static class TensorLeaks
{
    private static volatile Action<string>? Report;

    /// <summary>Whether tensors that are born now are watched.</summary>
    public static bool AreWatched => Report is not null;

    /// <summary>Starts to watch the tensors that are born from now on.</summary>
    /// <param name="report">Told where a leaked tensor was born; called on the finalizer's thread.</param>
    public static void Watch(Action<string> report) => Report = report;

    /// <summary>Stops watching: neither new tensors nor those that are watched already are reported any more.</summary>
    public static void Ignore() => Report = null;

    internal static LeakSentinel? Sentinel() => Report is null ? null : new LeakSentinel(Environment.StackTrace);

    internal static void Tell(string birthplace) => Report?.Invoke(birthplace);
}
