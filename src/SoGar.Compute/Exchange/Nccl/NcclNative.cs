using System.Runtime.InteropServices;

namespace SoGar.Compute.Exchange.Nccl;

/// <summary>What is used of <c>nccl.h</c> (2.4 and later) and of <c>cuda_runtime_api.h</c>, one to one and under their own names.</summary>
internal static unsafe partial class NcclNative
{
    public const int Success = 0;
    public const int InProgress = 7;
    public const int Uint8 = 1;
    public const int Int32 = 2;
    public const int Float32 = 7;
    public const int Sum = 0;
    public const int Max = 2;
    public const int CudaNotReady = 600;
    public const int HostToDevice = 1;
    public const int DeviceToHost = 2;

    [LibraryImport(GpuLibraries.Nccl)]
    public static partial int ncclGetVersion(int* version);

    [LibraryImport(GpuLibraries.Nccl)]
    public static partial int ncclGetUniqueId(NcclId* id);

    [LibraryImport(GpuLibraries.Nccl)]
    public static partial int ncclCommInitRank(nint* communicator, int size, NcclId id, int rank);

    [LibraryImport(GpuLibraries.Nccl)]
    public static partial int ncclAllReduce(void* from, void* to, nuint count, int type, int operation, nint communicator, nint stream);

    [LibraryImport(GpuLibraries.Nccl)]
    public static partial int ncclCommGetAsyncError(nint communicator, int* error);

    [LibraryImport(GpuLibraries.Nccl)]
    public static partial int ncclCommAbort(nint communicator);

    [LibraryImport(GpuLibraries.Nccl)]
    public static partial int ncclCommDestroy(nint communicator);

    [LibraryImport(GpuLibraries.Nccl)]
    public static partial nint ncclGetErrorString(int error);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaSetDevice(int device);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaDeviceGetAttribute(int* value, int attribute, int device);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaStreamCreate(nint* stream);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaStreamDestroy(nint stream);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaStreamQuery(nint stream);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaStreamSynchronize(nint stream);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaMalloc(void** memory, nuint bytes);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaFree(void* memory);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial int cudaMemcpyAsync(void* to, void* from, nuint bytes, int kind, nint stream);

    [LibraryImport(GpuLibraries.Cuda)]
    public static partial nint cudaGetErrorString(int error);
}

/// <summary>Names a group (<c>ncclUniqueId</c>): passed by value, as the C interface has it.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct NcclId
{
    /// <summary>Its size.</summary>
    public const int Bytes = 128;

    private readonly ulong _first;
}
