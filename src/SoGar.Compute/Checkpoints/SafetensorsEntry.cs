using System.Collections.Immutable;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Checkpoints;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its key, such as <c>blocks.0.attn.qkv.weight</c>.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Size of each axis, outermost first; empty for a scalar.</param>
public sealed record SafetensorsEntry(string Name, DType Type, ImmutableArray<long> Shape)
{
    /// <summary>Where its elements start, counted in bytes from the end of the header.</summary>
    public long Offset { get; internal init; }

    /// <summary>Number of elements.</summary>
    /// <exception cref="OverflowException">The shape is beyond what a file can hold.</exception>
    public long ElementCount => Shape.Aggregate(1L, (count, size) => checked(count * size));

    /// <summary>Bytes of all elements.</summary>
    /// <exception cref="OverflowException">The shape is beyond what a file can hold.</exception>
    public long SizeBytes => checked(ElementCount * Type.SizeBytes());

    /// <summary>Name, type and shape, for messages.</summary>
    public override string ToString() => $"{Name} ({Type} [{string.Join(", ", Shape)}])";
}
