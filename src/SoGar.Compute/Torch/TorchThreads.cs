using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>Threads that libtorch uses within one operation.</summary>
public static class TorchThreads
{
    /// <summary>The count for this thread.</summary>
    public static int Count => TorchNative.sogar_threads_get();

    /// <summary>
    /// Sets the count for this thread, and the default for threads that call libtorch for the first time later on. Each thread that
    /// computes calls this before it starts: how sums are split among threads decides their last bits.
    /// </summary>
    /// <param name="count">At least 1.</param>
    public static unsafe void Set(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_threads_set(count, &error), in error, "set_num_threads");
    }
}
