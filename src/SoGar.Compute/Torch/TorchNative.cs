using System.Runtime.InteropServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>The declarations of <c>sogar_torch.h</c>, one to one and under their own names.</summary>
internal static unsafe partial class TorchNative
{
    /// <summary>The version of the ABI that these declarations follow.</summary>
    public const int Abi = 2;

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_torch_abi();

    [LibraryImport(NativeLibraries.Torch)]
    public static partial void sogar_torch_sizes(int* error, int* argument, int* description, int* autocast);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial byte* sogar_torch_version();

    [LibraryImport(NativeLibraries.Torch)]
    public static partial byte* sogar_torch_build();

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_device_count(int deviceType);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_threads_set(int count, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_threads_get();

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_seed(ulong seed, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_deterministic_set(int enabled, NativeError* error);

    [LibraryImport(NativeLibraries.Torch, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sogar_operation_find(string name, string overload, nint* operation, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_operation_call(
        nint operation, Argument* arguments, int count, Argument* results, int capacity, int* produced, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_tensor_from_memory(
        void* data, long* sizes, long* strides, int rank, int dtype, int deviceType, int deviceIndex,
        delegate* unmanaged<void*, void> release, void* context, nint* tensor, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial void sogar_tensor_free(nint tensor);

    [LibraryImport(NativeLibraries.Torch)]
    [SuppressGCTransition]
    public static partial nint sogar_tensor_share(nint tensor);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_tensor_describe(nint tensor, TensorDescription* description, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    [SuppressGCTransition]
    public static partial long sogar_tensor_live_count();

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_tensor_requires_grad_set(nint tensor, int requiresGrad, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_tensor_grad_get(nint tensor, nint* grad, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_tensor_grad_set(nint tensor, nint grad, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_backward(nint* roots, nint* outputGrads, int count, int keepGraph, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_gradients(
        nint* roots, nint* outputGrads, int rootCount, nint* inputs, int inputCount, int keepGraph, int createGraph, nint* grads,
        NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_grad_mode_set(int enabled);

    [LibraryImport(NativeLibraries.Torch)]
    [SuppressGCTransition]
    public static partial int sogar_grad_mode_get();

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_checkpoint(
        nint input, delegate* unmanaged<void*, nint, nint*, NativeError*, int> segment, void* context,
        delegate* unmanaged<void*, void> release, nint* output, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_autocast_enter(
        int deviceType, int enabled, int dtype, AutocastState* previous, NativeError* error);

    [LibraryImport(NativeLibraries.Torch)]
    public static partial int sogar_autocast_leave(AutocastState* previous, NativeError* error);
}
