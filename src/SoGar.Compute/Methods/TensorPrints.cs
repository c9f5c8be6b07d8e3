using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SoGar.Compute.Exchange;
using SoGar.Compute.Optim;

namespace SoGar.Compute.Methods;

/// <summary>
/// Fingerprints of the tensors in flat buffers: one for each, so that a change can be traced to its tensor, and one over all of them, at the price of
/// one pass over the memory (G3).
/// </summary>
/// <param name="parts">Buffers with their layouts, and what the names of their tensors begin with; borrowed.</param>
/// <param name="unwatched">A buffer that belongs to the state but may change before the next seal; null for none.</param>
internal sealed class TensorPrints(ImmutableArray<(string Prefix, ParameterLayout Layout, FlatBuffer Buffer)> parts, FlatBuffer? unwatched = null)
{
    private readonly ulong[] _sealed = new ulong[parts.Sum(part => part.Layout.Slots.Length) + 1];

    /// <summary>Takes the fingerprints of all tensors.</summary>
    /// <returns>The fingerprint over all of them.</returns>
    public ulong Seal()
    {
        var index = 0;
        foreach (var (_, layout, buffer) in parts)
            foreach (var slot in layout.Slots) _sealed[index++] = Of(slot, buffer);
        _sealed[index] = unwatched is null ? 0 : Fingerprint.Of(MemoryMarshal.AsBytes(unwatched.Floats));
        return Fingerprint.Of(MemoryMarshal.AsBytes(_sealed.AsSpan()));
    }

    /// <summary>The first tensor that is not as it was sealed, or null.</summary>
    public string? FirstChanged()
    {
        var index = 0;
        foreach (var (prefix, layout, buffer) in parts)
            foreach (var slot in layout.Slots)
                if (_sealed[index++] != Of(slot, buffer)) return prefix + slot.Name;
        return null;
    }

    private static ulong Of(ParameterSlot slot, FlatBuffer buffer) => Fingerprint.Of(MemoryMarshal.AsBytes(slot.In(buffer.Floats)));
}
