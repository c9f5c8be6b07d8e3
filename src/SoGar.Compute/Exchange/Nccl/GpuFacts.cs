using System.Runtime.InteropServices;

namespace SoGar.Compute.Exchange.Nccl;

/// <summary>What the CUDA runtime says of a GPU.</summary>
internal static unsafe class GpuFacts
{
    // cudaDeviceAttr of cuda_runtime_api.h.
    private const int Multiprocessors = 16;
    private const int Major = 75;
    private const int Minor = 76;

    /// <summary>Its generation and its width, such as <c>sm_90 of 132 multiprocessors</c>: what kernels are chosen by.</summary>
    /// <exception cref="InvalidDataException">There is no such GPU.</exception>
    public static string ArchitectureOf(int gpu) =>
        $"sm_{AttributeOf(gpu, Major)}{AttributeOf(gpu, Minor)} of {AttributeOf(gpu, Multiprocessors)} multiprocessors";

    private static int AttributeOf(int gpu, int attribute)
    {
        int value;
        var status = NcclNative.cudaDeviceGetAttribute(&value, attribute, gpu);
        return status == NcclNative.Success
            ? value
            : throw new InvalidDataException($"GPU {gpu} cannot be asked about itself: {Marshal.PtrToStringUTF8(NcclNative.cudaGetErrorString(status))}");
    }
}
