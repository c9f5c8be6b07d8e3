using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <content>Where tensors come from.</content>
public sealed partial class Tensor
{
    /// <summary>A tensor whose elements are whatever the memory held.</summary>
    /// <param name="shape">Size of each axis.</param>
    /// <param name="dtype">Type of the elements.</param>
    /// <param name="device">Where to allocate; the CPU by default.</param>
    public static Tensor Empty(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        Aten.Empty.Call(shape, dtype, Argument.None, device);

    /// <summary>A tensor of zeros.</summary>
    /// <inheritdoc cref="Empty"/>
    public static Tensor Zeros(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        Aten.Zeros.Call(shape, dtype, Argument.None, device);

    /// <summary>A tensor of ones.</summary>
    /// <inheritdoc cref="Empty"/>
    public static Tensor Ones(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        Aten.Ones.Call(shape, dtype, Argument.None, device);

    /// <summary>A tensor of one value.</summary>
    /// <param name="shape">Size of each axis.</param>
    /// <param name="value">Every element.</param>
    /// <param name="dtype">Type of the elements.</param>
    /// <param name="device">Where to allocate; the CPU by default.</param>
    public static Tensor Full(ReadOnlySpan<long> shape, double value, DType dtype = DType.Float32, Device device = default) =>
        Aten.Full.Call(shape, value, dtype, Argument.None, device);

    /// <summary>The integers from <paramref name="start"/> up to but without <paramref name="end"/>, as int64 [N].</summary>
    /// <param name="start">The first one.</param>
    /// <param name="end">The first one that is left out.</param>
    /// <param name="step">From one to the next.</param>
    /// <param name="device">Where to allocate; the CPU by default.</param>
    public static Tensor Arange(long start, long end, long step = 1, Device device = default) =>
        Aten.Arange.Call(start, end, step, DType.Int64, Argument.None, device);

    /// <summary>The identity matrix, [N, N].</summary>
    /// <param name="size">N.</param>
    /// <param name="dtype">Type of the elements.</param>
    /// <param name="device">Where to allocate; the CPU by default.</param>
    public static Tensor Eye(long size, DType dtype = DType.Float32, Device device = default) =>
        Aten.Eye.Call(size, dtype, Argument.None, device);

    /// <summary>A tensor of zeros with shape, type and device of another one.</summary>
    /// <param name="like">The other one.</param>
    public static Tensor ZerosLike(Tensor like) => Aten.ZerosLike.Call(like);

    /// <summary>A tensor of ones with shape, type and device of another one.</summary>
    /// <param name="like">The other one.</param>
    public static Tensor OnesLike(Tensor like) => Aten.OnesLike.Call(like);

    /// <summary>A tensor with shape, type and device of another one, and whatever the memory held.</summary>
    /// <param name="like">The other one.</param>
    public static Tensor EmptyLike(Tensor like) => Aten.EmptyLike.Call(like);

    /// <summary>A tensor on the CPU that holds a copy of <paramref name="values"/>.</summary>
    /// <param name="values">The elements, the last axis fastest.</param>
    /// <param name="shape">Size of each axis; left out, one axis with all of them.</param>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <exception cref="ArgumentException">There are more or fewer values than the shape has elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var tensor = Empty(shape.Length == 0 ? [values.Length] : shape, DTypes.Of<T>());
        var span = tensor.AsSpan<T>();
        if (span.Length != values.Length)
        {
            var found = tensor.ToString();
            tensor.Dispose();
            throw new ArgumentException($"{values.Length} values do not fill {found}", nameof(values));
        }

        values.CopyTo(span);
        return tensor;
    }

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, ReadOnlySpan{long})"/>
    public static Tensor From<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged => From((ReadOnlySpan<T>)values, shape);

    /// <summary>A tensor with no axes that holds one value.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">Type of the element.</typeparam>
    public static Tensor Scalar<T>(T value)
        where T : unmanaged
    {
        var tensor = Empty([], DTypes.Of<T>());
        tensor.AsSpan<T>()[0] = value;
        return tensor;
    }

    /// <summary>A tensor over memory that somebody else owns; nothing is copied and nothing is freed.</summary>
    /// <param name="data">The first element. The memory must outlive the tensor, its views, and every graph it is part of.</param>
    /// <param name="dtype">Type of the elements.</param>
    /// <param name="shape">Size of each axis; the elements lie one after the other, the last axis fastest.</param>
    /// <param name="device">Where the memory is.</param>
    public static unsafe Tensor FromBlob(nint data, DType dtype, ReadOnlySpan<long> shape, Device device = default) =>
        OverMemory((void*)data, dtype, shape, device, null, null);

    /// <summary>
    /// A tensor over an array, which it shares: writing to one changes the other. The array stays pinned while libtorch needs it.
    /// </summary>
    /// <param name="array">The elements, the last axis fastest.</param>
    /// <param name="shape">Size of each axis; left out, one axis with all of them.</param>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <exception cref="ArgumentException">There are more or fewer values than the shape has elements.</exception>
    public static unsafe Tensor Over<T>(T[] array, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        if (shape.Length == 0)
            shape = [array.Length];
        var wanted = 1L;
        foreach (var size in shape)
            wanted *= size;
        if (wanted != array.Length)
            throw new ArgumentException($"an array of {array.Length} elements is not one of shape [{string.Join(", ", shape.ToArray())}]", nameof(array));

        // The pin goes with the memory: libtorch lets go of it once, on failure too.
        var dtype = DTypes.Of<T>();
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        return OverMemory((void*)pin.AddrOfPinnedObject(), dtype, shape, Device.Cpu, &Unpin, (void*)GCHandle.ToIntPtr(pin));
    }

    [SkipLocalsInit]
    private static unsafe Tensor OverMemory(
        void* data, DType dtype, ReadOnlySpan<long> shape, Device device, delegate* unmanaged<void*, void> release, void* context)
    {
        nint handle;
        NativeError error;
        fixed (long* sizes = shape)
        {
            var status = TorchNative.sogar_tensor_from_memory(
                data, sizes, null, shape.Length, (int)dtype, (int)device.Type, device.NativeIndex, release, context, &handle, &error);
            TorchException.ThrowIfFailed(status, in error, "from_blob");
        }

        return Born(handle);
    }

    [UnmanagedCallersOnly]
    private static unsafe void Unpin(void* pin) => GCHandle.FromIntPtr((nint)pin).Free();
}
