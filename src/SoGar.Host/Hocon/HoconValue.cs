namespace SoGar.Host.Hocon;

/// <summary>A resolved value: no substitution is left in it, and it knows where it was written.</summary>
internal abstract class HoconValue(HoconPosition position)
{
    public HoconPosition Position { get; } = position;

    /// <summary>What a message calls this value: <c>the object</c>, <c>"abc"</c>, <c>12</c>.</summary>
    public abstract string Describe();
}

/// <summary>The explicit <c>null</c>.</summary>
internal sealed class HoconNull(HoconPosition position) : HoconValue(position)
{
    public override string Describe() => "null";
}

/// <summary>Text, a number or a truth value; HOCON tells them apart only where they are read, so the text as written is kept.</summary>
internal sealed class HoconScalar(string text, bool isQuoted, HoconPosition position) : HoconValue(position)
{
    public string Text { get; } = text;

    /// <summary>True where quotes or a concatenation say that this is text, whatever it looks like.</summary>
    public bool IsQuoted { get; } = isQuoted;

    public override string Describe() => IsQuoted ? $"\"{Text}\"" : Text;
}

/// <summary>Values in order.</summary>
internal sealed class HoconArray(IReadOnlyList<HoconValue> items, HoconPosition position) : HoconValue(position)
{
    public IReadOnlyList<HoconValue> Items { get; } = items;

    public override string Describe() => $"a list of {Items.Count}";
}

/// <summary>Named values in the order in which the names were first written.</summary>
internal sealed class HoconObject(OrderedDictionary<string, HoconValue> fields, HoconPosition position) : HoconValue(position)
{
    public IReadOnlyDictionary<string, HoconValue> Fields { get; } = fields;

    public override string Describe() => "an object";

    /// <summary>
    /// The values of an object whose keys are whole numbers, in their order, or null: so <c>list.0 = a</c> and <c>list.1 = b</c>
    /// may stand for a list, which is how properties and environment variables write one.
    /// </summary>
    public HoconArray? AsNumberedArray()
    {
        var numbered = new SortedList<int, HoconValue>();
        foreach (var (key, value) in Fields)
        {
            if (int.TryParse(key, out var index) && index >= 0 && !numbered.TryAdd(index, value))
            {
                return null;
            }
        }

        return numbered.Count == 0 ? null : new HoconArray([.. numbered.Values], Position);
    }
}
