using System.Runtime.CompilerServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>
/// An array of numbers with a shape, on a device, as libtorch keeps it; perhaps a view of another one's memory, perhaps with a graph
/// behind it. Freed by the <see cref="TensorScope"/> that was open at its birth, or by <see cref="Dispose"/>; never by the garbage
/// collector. Not for use from two threads at once. Operations are named as in PyTorch.
/// </summary>
public sealed partial class Tensor : IDisposable
{
    private readonly LeakSentinel? _sentinel = TensorLeaks.Sentinel();
    private nint _handle;
    private long[]? _shape;
    private DType _dtype;
    private Device _device;

    private Tensor(nint handle)
    {
        _handle = handle;
        TensorScope.Current?.Add(this);
    }

    /// <summary>References to tensors, in the whole process, that were not freed yet.</summary>
    public static long LiveCount => TorchNative.sogar_tensor_live_count();

    /// <summary>Size of each axis.</summary>
    public ReadOnlySpan<long> Shape
    {
        get
        {
            Learn();
            return _shape;
        }
    }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Length;

    /// <summary>Number of elements.</summary>
    public long ElementCount
    {
        get
        {
            var count = 1L;
            foreach (var size in Shape)
                count *= size;
            return count;
        }
    }

    /// <summary>Type of the elements.</summary>
    public DType DType
    {
        get
        {
            Learn();
            return _dtype;
        }
    }

    /// <summary>Where the elements are.</summary>
    public Device Device
    {
        get
        {
            Learn();
            return _device;
        }
    }

    /// <summary>Whether the elements lie in memory one after the other, the last axis fastest.</summary>
    public bool IsContiguous => Describe().Contiguous != 0;

    /// <summary>Whether <see cref="Dispose"/> or a scope has freed this.</summary>
    public bool IsDisposed => _handle == 0;

    internal TensorScope? Scope { get; set; }

    internal int Slot { get; set; }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Size of one axis.</summary>
    /// <param name="dim">The axis; negative counts from the last one.</param>
    public long Size(int dim) => Shape[dim < 0 ? dim + Shape.Length : dim];

    /// <summary>Frees the tensor now. What autograd or a view needs of it stays alive in libtorch.</summary>
    public void Dispose()
    {
        if (_handle == 0)
            return;
        Scope?.Remove(this);
        Free();
    }

    /// <summary>Type, shape and device, such as <c>float32 [8, 197, 768] cpu</c>.</summary>
    public override string ToString() => IsDisposed
        ? "a disposed tensor"
        : $"{DType.ToString().ToLowerInvariant()} [{string.Join(", ", Shape.ToArray())}] {Device}";

    /// <summary>Takes over a reference that the native side has handed over.</summary>
    internal static Tensor Born(nint handle) => handle != 0
        ? new Tensor(handle)
        : throw new TorchException("an operation was expected to return a tensor and returned none");

    internal static Tensor? BornOrNull(nint handle) => handle == 0 ? null : new Tensor(handle);

    internal void FreeFromScope()
    {
        Scope = null;
        Free();
    }

    [SkipLocalsInit]
    internal unsafe TensorDescription Describe()
    {
        TensorDescription description;
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_tensor_describe(Handle, &description, &error), in error, "describe");
        return description;
    }

    private void Free()
    {
        TorchNative.sogar_tensor_free(_handle);
        _handle = 0;
        _sentinel?.Dispose();
    }

    // No operation of this class changes the shape, type or device of a tensor that exists, so one look is enough.
    private void Learn()
    {
        if (_shape is not null)
            return;
        var description = Describe();
        _dtype = (DType)description.DType;
        _device = new Device((DeviceType)description.DeviceType, Math.Max(0, description.DeviceIndex));
        ReadOnlySpan<long> sizes = description.Sizes;
        _shape = sizes[..description.Rank].ToArray();
    }
}
