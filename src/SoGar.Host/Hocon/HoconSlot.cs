namespace SoGar.Host.Hocon;

/// <summary>One writing of one key, on top of the earlier ones. Holds the resolver's notes about itself.</summary>
internal sealed class HoconSlot(HoconNode node, HoconSlot? prior)
{
    public HoconNode Node { get; } = node;

    /// <summary>What was written for this key before, or null.</summary>
    public HoconSlot? Prior { get; } = prior;

    /// <summary>True once <see cref="Value"/> is final.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The value with its outermost substitution done; null where it is undefined.</summary>
    public HoconNode? Value { get; private set; }

    /// <summary>How deep the resolver was when it began here, or 0 while it is not at work here.</summary>
    public int DepthAtWork { get; set; }

    /// <summary>True while the tree below is being written out; meeting it again means that the value contains itself.</summary>
    public bool IsBeingWritten { get; set; }

    public void Know(HoconNode? value) => (IsKnown, Value) = (true, value);

    /// <summary>The same writings on top of <paramref name="below"/>.</summary>
    public HoconSlot Over(HoconSlot below) => new(Node, Prior is null ? below : Prior.Over(below));
}
