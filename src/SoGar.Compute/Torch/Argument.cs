using System.Runtime.InteropServices;

namespace SoGar.Compute.Torch;

/// <summary>
/// One argument or result of an operation (<c>sogar_argument</c>): a tag and 8 bytes. Numbers, tensors and the like convert by
/// themselves.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct Argument
{
    public const int SizeBytes = 16;

    public readonly Tag Kind;
    public readonly int Count;
    private readonly long _payload;

    private Argument(Tag kind, long payload, int count = 0)
    {
        Kind = kind;
        Count = count;
        _payload = payload;
    }

    public enum Tag
    {
        None = 0,
        Tensor = 1,
        Integer = 2,
        Real = 3,
        Boolean = 4,
        Integers = 5,
        Reals = 6,
        Tensors = 7,
        OptionalTensors = 8,
        Text = 9,
        Device = 10,
        Default = 11,
    }

    /// <summary>No value, where the schema allows that.</summary>
    public static Argument None => default;

    /// <summary>What the schema says.</summary>
    public static Argument Default => new(Tag.Default, 0);

    public nint Handle => (nint)_payload;

    public long Integer => _payload;

    public double Real => BitConverter.Int64BitsToDouble(_payload);

    public static implicit operator Argument(Tensor? tensor) => new(Tag.Tensor, tensor is null ? 0 : tensor.Handle);

    public static implicit operator Argument(long value) => new(Tag.Integer, value);

    public static implicit operator Argument(double value) => new(Tag.Real, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(bool value) => new(Tag.Boolean, value ? 1 : 0);

    public static implicit operator Argument(DType dtype) => new(Tag.Integer, (long)dtype);

    public static implicit operator Argument(Device device) => new(Tag.Device, ((long)device.Type << 32) | (uint)device.NativeIndex);

    // Pointers must stay valid for the call: the memory is on the stack or pinned.
    public static Argument Integers(long* values, int count) => new(Tag.Integers, (long)values, count);

    public static Argument Reals(double* values, int count) => new(Tag.Reals, (long)values, count);

    public static Argument Tensors(nint* handles, int count) => new(Tag.Tensors, (long)handles, count);

    public static Argument OptionalTensors(nint* handles, int count) => new(Tag.OptionalTensors, (long)handles, count);

    public static Argument Text(byte* zeroTerminated) => new(Tag.Text, (long)zeroTerminated);
}
