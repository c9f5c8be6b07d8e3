using System.Collections.Immutable;

namespace SoGar.Compute.Exchange;

/// <summary>A named tensor of a training state, as checkpoints, donors and digests see it.</summary>
/// <param name="Name">Its key, e.g. <c>student.backbone.blocks.0.attn.qkv.weight</c>.</param>
/// <param name="Type">The element type as safetensors calls it: <c>F32</c>, <c>U8</c> or <c>I64</c>.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Bytes">The elements, little-endian and row-major; borrowed from the state and writable, so that a state can be loaded into it.</param>
public sealed record StateTensor(string Name, string Type, ImmutableArray<long> Shape, Memory<byte> Bytes);
