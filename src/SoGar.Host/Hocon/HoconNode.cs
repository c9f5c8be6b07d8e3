namespace SoGar.Host.Hocon;

/// <summary>A value as written, before its substitutions are looked up.</summary>
internal abstract class HoconNode(HoconPosition position)
{
    public HoconPosition Position { get; } = position;
}

internal sealed class ScalarNode(string text, bool isQuoted, HoconPosition position) : HoconNode(position)
{
    public string Text { get; } = text;

    public bool IsQuoted { get; } = isQuoted;
}

/// <summary>White space between the pieces of a concatenation: part of a text, nothing between objects or lists.</summary>
internal sealed class SpaceNode(string text, HoconPosition position) : HoconNode(position)
{
    public string Text { get; } = text;
}

internal sealed class ArrayNode(IReadOnlyList<HoconSlot> items, HoconPosition position) : HoconNode(position)
{
    public IReadOnlyList<HoconSlot> Items { get; } = items;
}

internal sealed class ObjectNode(HoconPosition position) : HoconNode(position)
{
    public OrderedDictionary<string, HoconSlot> Fields { get; } = [];

    /// <summary>Writes one field; what the key held before stays below, to be merged with or looked back at.</summary>
    public void Add(string key, HoconNode value) => Fields[key] = new HoconSlot(value, Fields.GetValueOrDefault(key));

    /// <summary><paramref name="upper"/> over <paramref name="lower"/>; keys keep the place where they came first.</summary>
    public static ObjectNode Merge(ObjectNode lower, ObjectNode upper)
    {
        var merged = new ObjectNode(upper.Position);
        foreach (var (key, slot) in lower.Fields)
        {
            merged.Fields[key] = slot;
        }

        foreach (var (key, slot) in upper.Fields)
        {
            merged.Fields[key] = lower.Fields.TryGetValue(key, out var below) ? slot.Over(below) : slot;
        }

        return merged;
    }
}

/// <summary>Values written side by side: joined as text, merged as objects or chained as lists once they are known.</summary>
internal sealed class ConcatenationNode(IReadOnlyList<HoconNode> pieces, HoconPosition position) : HoconNode(position)
{
    public IReadOnlyList<HoconNode> Pieces { get; } = pieces;
}

/// <summary><c>${path}</c>, or <c>${?path}</c> which may stay undefined.</summary>
internal sealed class SubstitutionNode(IReadOnlyList<string> path, IReadOnlyList<string> includedAt, bool isOptional, HoconPosition position)
    : HoconNode(position)
{
    public IReadOnlyList<string> Path { get; } = path;

    /// <summary>Where the file that holds this was included; the path is tried below that place first.</summary>
    public IReadOnlyList<string> IncludedAt { get; } = includedAt;

    public bool IsOptional { get; } = isOptional;

    public override string ToString() => $"${{{(IsOptional ? "?" : "")}{HoconPath.Render(Path)}}}";
}

/// <summary>What the same key held before: the left side of <c>+=</c>.</summary>
internal sealed class LookBackNode(HoconPosition position) : HoconNode(position);
