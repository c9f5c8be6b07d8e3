using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>libtorch refused: shapes or types that do not fit, a tensor on another device, an operation that does not exist.</summary>
public class TorchException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The exception for a failed call.</summary>
    /// <param name="what">The operation, as the reader knows it.</param>
    /// <param name="status">The status that came back.</param>
    /// <param name="error">The record that the call filled.</param>
    internal static TorchException From(string what, int status, in NativeError error) => status == NativeStatus.OutOfMemory
        ? new TorchMemoryException($"{what}: {error.Message}")
        : new TorchException($"{what}: {error.Message}");

    internal static void ThrowIfFailed(int status, in NativeError error, string what)
    {
        if (status != NativeStatus.Ok)
            throw From(what, status, in error);
    }
}
