namespace SoGar.Compute.Data;

/// <summary>The names of labels as lines of a table mention them: one name for each index, one index for each name.</summary>
internal sealed class LabelNames
{
    /// <summary>Labels are indices of classes; a larger one is a number of another kind.</summary>
    public const int Largest = 99_999;

    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Notes a label and, unless it is empty, its name; returns what is wrong with them, or null.</summary>
    public string? Note(int label, string name)
    {
        if (label is < 0 or > Largest)
            return $"label is {label}; labels count from 0 to at most {Largest}";

        _count = Math.Max(_count, label + 1);
        if (name.Length == 0)
            return null;
        if (!_names.TryAdd(label, name) && _names[label] != name)
            return $"label {label} is called '{name}' here and '{_names[label]}' above";
        if (!_labels.TryAdd(name, label) && _labels[name] != label)
            return $"'{name}' has the label {label} here and {_labels[name]} above";
        return null;
    }

    /// <summary>The names by label; a label without a name is called by its number.</summary>
    public IReadOnlyList<string> Take() => [.. Enumerable.Range(0, _count).Select(label => _names.GetValueOrDefault(label, $"{label}"))];
}
