using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SoGar.Compute.Optim;

/// <summary>
/// Where each named tensor of a network stands in its flat buffers. Tensors keep the order in which they are declared (the definition order of
/// the network), and each starts at a multiple of 16 floats, so that no two share a vector; the gaps stay zero in every buffer.
/// </summary>
public sealed class ParameterLayout
{
    private readonly FrozenDictionary<string, ParameterSlot> _byName;

    /// <summary>Lays out <paramref name="parameters"/> one behind the other.</summary>
    /// <exception cref="ArgumentException">A name stands twice, or there is no parameter.</exception>
    public ParameterLayout(IEnumerable<ParameterDeclaration> parameters) : this(parameters, mayBeEmpty: false)
    {
    }

    private ParameterLayout(IEnumerable<ParameterDeclaration> parameters, bool mayBeEmpty)
    {
        var slots = ImmutableArray.CreateBuilder<ParameterSlot>();
        var offset = 0;
        foreach (var declared in parameters)
        {
            var length = checked((int)declared.Shape.Aggregate(1L, (product, size) => product * size));
            slots.Add(new ParameterSlot(declared.Name, declared.Shape, offset, length, declared.Decays));
            offset = checked(offset + FlatBuffer.Padded(length));
            Count += length;
        }

        if (slots.Count == 0 && !mayBeEmpty)
            throw new ArgumentException("a network without parameters cannot be laid out", nameof(parameters));
        if (slots.GroupBy(slot => slot.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"parameter {twice.Key} is declared twice", nameof(parameters));
        Slots = slots.ToImmutable();
        Length = offset;
        _byName = Slots.ToFrozenDictionary(slot => slot.Name);
    }

    /// <summary>A layout that may have no tensors: of what only some networks or methods have.</summary>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public static ParameterLayout OrEmpty(IEnumerable<ParameterDeclaration> parameters) => new(parameters, mayBeEmpty: true);

    /// <summary>The tensors, in definition order.</summary>
    public ImmutableArray<ParameterSlot> Slots { get; }

    /// <summary>Floats of a buffer of this layout, gaps included; a multiple of <see cref="FlatBuffer.Lanes"/>.</summary>
    public int Length { get; }

    /// <summary>Parameters, gaps not included: the number that papers state.</summary>
    public long Count { get; }

    /// <summary>The slot of a tensor.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has that name.</exception>
    public ParameterSlot this[string name] => _byName.TryGetValue(name, out var slot)
        ? slot
        : throw new KeyNotFoundException($"no parameter is called {name}; the first ones are {string.Join(", ", Slots.Take(5).Select(s => s.Name))}");

    /// <summary>Whether a tensor has that name.</summary>
    public bool Has(string name) => _byName.ContainsKey(name);
}

/// <summary>A tensor that a network asks for.</summary>
/// <param name="Name">Its public name, e.g. <c>blocks.0.attn.qkv.weight</c>.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Decays">Whether weight decay applies; not for vectors and embedding tables (methods.md, B.5).</param>
public sealed record ParameterDeclaration(string Name, ImmutableArray<long> Shape, bool Decays);

/// <summary>A named tensor within flat buffers.</summary>
/// <param name="Name">Its public name.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Offset">First float; a multiple of <see cref="FlatBuffer.Lanes"/>.</param>
/// <param name="Length">Floats of the tensor, the gap behind it not included.</param>
/// <param name="Decays">Whether weight decay applies.</param>
public sealed record ParameterSlot(string Name, ImmutableArray<long> Shape, int Offset, int Length, bool Decays)
{
    /// <summary>Floats up to the next slot.</summary>
    public int PaddedLength => FlatBuffer.Padded(Length);

    /// <summary>The tensor's part of a flat buffer, gap included.</summary>
    public Span<float> Padded(Span<float> flat) => flat.Slice(Offset, PaddedLength);

    /// <summary>The tensor's part of a flat buffer.</summary>
    public Span<float> In(Span<float> flat) => flat.Slice(Offset, Length);
}
