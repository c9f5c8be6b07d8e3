using System.Runtime.InteropServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>The libtorch in use. The first use of any member loads it, which takes about 0.3 s and 150 MB.</summary>
public static unsafe class TorchRuntime
{
    /// <summary>Its version, such as <c>1.13.0</c>.</summary>
    /// <exception cref="NativeLibraryMissingException">libtorch or libsogar_torch.so is not on this machine; the message says how to get
    /// it.</exception>
    public static string Version => Marshal.PtrToStringUTF8((nint)TorchNative.sogar_torch_version())!;

    /// <summary>How it was built, as libtorch describes it: BLAS, instruction sets, libraries.</summary>
    public static string Build => Marshal.PtrToStringUTF8((nint)TorchNative.sogar_torch_build())!;

    /// <summary>Folder of the OpenBLAS that was chosen for it, or null where its own or the system's default serves.</summary>
    public static string? BlasFolder
    {
        get
        {
            _ = TorchNative.sogar_torch_abi();
            return TorchEnvironment.BlasFolder;
        }
    }

    /// <summary>GPUs that it can use, or null where it was built without CUDA.</summary>
    public static int? CudaCount => TorchNative.sogar_device_count((int)DeviceType.Cuda) is >= 0 and var count ? count : null;

    /// <summary>Seeds libtorch's own generators. Training draws from <c>KeyedRandom</c>; this is for tests and comparisons.</summary>
    /// <param name="seed">The seed.</param>
    public static void Seed(ulong seed)
    {
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_seed(seed, &error), in error, "manual_seed");
    }

    /// <summary>Refuses, in the whole process, operations that have no deterministic implementation on their device.</summary>
    /// <param name="required">Whether to refuse them.</param>
    public static void RequireDeterminism(bool required = true)
    {
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_deterministic_set(required ? 1 : 0, &error), in error, "use_deterministic_algorithms");
    }
}
