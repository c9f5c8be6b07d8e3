using System.Numerics;

namespace SoGar.Compute.Torch;

/// <content>Elements as .NET sees them, and copies between types, devices and arrays.</content>
public sealed partial class Tensor
{
    /// <summary>The one element of this tensor. Waits for the device.</summary>
    /// <typeparam name="T">A number; the element is converted, and one that does not fit is refused.</typeparam>
    /// <exception cref="TorchException">There are several elements, or none.</exception>
    public T Item<T>()
        where T : INumberBase<T>
    {
        var element = Aten.Item.CallValue(this);
        return element.Kind == Argument.Tag.Real ? T.CreateChecked(element.Real) : T.CreateChecked(element.Integer);
    }

    /// <summary>Whether the one element of this tensor is true, or not zero. Waits for the device.</summary>
    /// <exception cref="TorchException">There are several elements, or none.</exception>
    public bool IsTrue()
    {
        var element = Aten.Item.CallValue(this);
        return element.Kind == Argument.Tag.Real ? element.Real != 0 : element.Integer != 0;
    }

    /// <summary>Whether shape and every element are the same; two elements that are not numbers differ.</summary>
    /// <param name="other">Of the same type and device.</param>
    public bool ValuesEqual(Tensor other) => Aten.Equal.CallValue(this, other).Integer != 0;

    /// <summary>The elements in place: borrowed, valid while this tensor lives, and no business of autograd's.</summary>
    /// <typeparam name="T">The element's type; <see cref="ushort"/> for the bits of a bfloat16.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type, on a device, with gaps between them, or too many for
    /// a span.</exception>
    public unsafe Span<T> AsSpan<T>()
        where T : unmanaged
    {
        var description = Describe();
        var problem = (DType)description.DType != DTypes.Of<T>() ? $"To(DType.{DTypes.Of<T>()}) would convert them"
            : description.DeviceType != (int)DeviceType.Cpu ? "To(Device.Cpu) would bring them here"
            : description.Contiguous == 0 ? "Contiguous() would copy them into one piece"
            : description.ElementCount > int.MaxValue ? "Narrow() would give a part"
            : null;
        return problem is null
            ? new Span<T>(description.Data, (int)description.ElementCount)
            : throw new InvalidOperationException($"the elements of {this} are not a span of {typeof(T).Name}: {problem}");
    }

    /// <summary>Address of the first element. Borrowed: valid while this tensor lives.</summary>
    public unsafe nint DataPointer => (nint)Describe().Data;

    /// <summary>A stretch of the memory of a contiguous tensor on the CPU, whatever its type; borrowed.</summary>
    internal unsafe Span<byte> Bytes(long start, int count) => new((byte*)Describe().Data + start, count);

    /// <summary>A copy of the elements, the last axis fastest. Waits for the device.</summary>
    /// <typeparam name="T">The element's type; <see cref="ushort"/> for the bits of a bfloat16.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        using var here = TensorScope.Open();
        return To(Device.Cpu).Contiguous().AsSpan<T>().ToArray();
    }

    /// <summary>Copies the elements out, the last axis fastest. Waits for the device.</summary>
    /// <param name="destination">As long as there are elements, or longer.</param>
    /// <typeparam name="T">The element's type.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        using var here = TensorScope.Open();
        To(Device.Cpu).Contiguous().AsSpan<T>().CopyTo(destination);
    }

    /// <summary>The elements in another type: this tensor itself (a second reference) where it has that type.</summary>
    /// <param name="dtype">The type.</param>
    public Tensor To(DType dtype) => Aten.To.Call(this, dtype);

    /// <summary>The elements on another device: this tensor itself (a second reference) where it is there.</summary>
    /// <param name="device">The device.</param>
    public Tensor To(Device device) => Aten.ToDevice.Call(this, device, DType);

    /// <summary>A copy, with a graph to the original.</summary>
    public Tensor Clone() => Aten.Clone.Call(this);

    /// <summary>Overwrites the elements with those of <paramref name="source"/>, converting type and device.</summary>
    /// <param name="source">Of a shape that broadcasts to this one's.</param>
    public Tensor CopyFrom(Tensor source) => InPlace(Aten.CopyInPlace, source);

    /// <summary>Overwrites the elements.</summary>
    /// <param name="source">As many elements as this tensor has, the last axis fastest.</param>
    /// <typeparam name="T">The element's type.</typeparam>
    /// <exception cref="InvalidOperationException">See <see cref="AsSpan{T}"/>.</exception>
    public Tensor CopyFrom<T>(ReadOnlySpan<T> source)
        where T : unmanaged
    {
        var elements = AsSpan<T>();
        if (elements.Length != source.Length)
            throw new ArgumentException($"{source.Length} values do not fill {this}", nameof(source));
        source.CopyTo(elements);
        return this;
    }
}
