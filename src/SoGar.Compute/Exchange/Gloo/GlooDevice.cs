using System.Net;
using SoGar.Compute.Native;

namespace SoGar.Compute.Exchange.Gloo;

/// <summary>Gloo's thread and the address that its sockets are bound to: one for all generations of a process.</summary>
internal sealed unsafe class GlooDevice : IDisposable
{
    /// <summary>Opens a device.</summary>
    /// <param name="address">Of this machine.</param>
    /// <exception cref="CollectiveException">No interface has the address.</exception>
    /// <exception cref="NativeLibraryMissingException">The library over Gloo was not built.</exception>
    public GlooDevice(IPAddress address)
    {
        nint device;
        NativeError error;
        if (GlooNative.sogar_exchange_device_open(address.ToString(), &device, &error) != NativeStatus.Ok)
            throw new CollectiveException(error.Message);
        Handle = device;
    }

    /// <summary>Of the native side; zero once disposed.</summary>
    public nint Handle { get; private set; }

    /// <summary>Ends the thread. Its groups were disposed before.</summary>
    public void Dispose()
    {
        if (Handle != 0) GlooNative.sogar_exchange_device_free(Handle);
        Handle = 0;
    }
}
