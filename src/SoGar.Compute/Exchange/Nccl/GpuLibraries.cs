using System.Runtime.InteropServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Exchange.Nccl;

/// <summary>
/// Finds NCCL and the CUDA runtime at their first use: the file that <c>SOGAR_NCCL</c> or <c>SOGAR_CUDART</c> names, else what the loader knows by the
/// names of the versions that serve. A library that libtorch has loaded already is the one that is found.
/// </summary>
internal static class GpuLibraries
{
    /// <summary>NCCL, as declarations name it.</summary>
    public const string Nccl = "nccl";

    /// <summary>The CUDA runtime, as declarations name it.</summary>
    public const string Cuda = "cudart";

    private static readonly string[] NcclNames = ["libnccl.so.2"];
    private static readonly string[] CudaNames = ["libcudart.so.13", "libcudart.so.12", "libcudart.so.11.0"];

    /// <summary>Loads one of the two.</summary>
    /// <exception cref="NativeLibraryMissingException">It is not on this machine.</exception>
    public static nint Load(string library) => library == Nccl ? Load("NCCL", "SOGAR_NCCL", NcclNames) : Load("The CUDA runtime", "SOGAR_CUDART", CudaNames);

    internal static nint Load(string name, string variable, IReadOnlyList<string> names)
    {
        var wanted = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } file ? [file] : names;
        foreach (var each in wanted)
            if (NativeLibrary.TryLoad(each, out var library)) return library;
        throw new NativeLibraryMissingException(
            $"{name} is not on this machine (looked for {string.Join(", ", wanted)}); it comes with PyTorch's wheels for CUDA and with NVIDIA's packages. " +
            $"Set {variable} to its file, or let the processes exchange over Gloo (exchange.over = gloo)");
    }
}
