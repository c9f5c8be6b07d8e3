namespace SoGar.Compute.Data;

/// <summary>Collects the samples that a file lists and all that is wrong with them.</summary>
internal sealed class SampleList(string root, string file)
{
    private readonly DataRoot _root = new(root);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly List<Sample> _samples = [];

    /// <summary>What is wrong so far.</summary>
    public Complaints Complaints { get; } = new();

    /// <summary>Complains about one line.</summary>
    public void Refuse(int line, string reason) => Complaints.Add($"{file}, line {line}: {reason}");

    /// <summary>Adds a sample, or complains if a file of it is missing or outside the root, or the video is listed already.</summary>
    public void Add(int line, string name, Split split, int? label, string? boxesName)
    {
        string? boxesPath = null;
        if (_root.TryFind(name, out var id, out var fullPath) is { } reason
            || (boxesName is not null && (reason = _root.TryFind(boxesName, out _, out boxesPath)) is not null))
            Refuse(line, reason);
        else if (!_lines.TryAdd(id, line))
            Refuse(line, $"'{id}' is listed already on line {_lines[id]}");
        else
            _samples.Add(new Sample(id, fullPath, split, label, boxesPath));
    }

    /// <summary>The samples in the order of the file.</summary>
    /// <exception cref="DataException">There are complaints, or no samples.</exception>
    public IReadOnlyList<Sample> Take()
    {
        Complaints.ThrowIfAny();
        return _samples.Count > 0
            ? _samples
            : throw new DataException($"{file} lists no videos; './sogar videos make --out DIR' makes some to begin with");
    }
}
