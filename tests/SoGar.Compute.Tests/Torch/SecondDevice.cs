using System.Runtime.InteropServices;
using SoGar.Compute.Native;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

/// <summary>
/// A device other than the CPU for machines without a GPU (<c>native/tests/second_device.cpp</c>). An operation that is given tensors of both ends the whole
/// process with libtorch's words "Input tensor is not a lazy tensor".
/// </summary>
internal static unsafe class SecondDevice
{
    private static readonly Lazy<Device> Started = new(Start);

    public static Device Device => Started.Value;

    private static Device Start()
    {
        _ = TorchRuntime.Version;                                           // libtorch first, with the BLAS that we choose
        var file = NativeLibraries.Find("sogar_second_device")
            ?? throw new InvalidOperationException("libsogar_second_device.so was not built; cmake builds it with the native tests");
        var start = (delegate* unmanaged<int>)NativeLibrary.GetExport(NativeLibrary.Load(file), "sogar_second_device_start");
        return new Device((DeviceType)start());
    }
}
