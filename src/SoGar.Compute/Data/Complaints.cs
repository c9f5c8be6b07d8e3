namespace SoGar.Compute.Data;

/// <summary>Gathers all that is wrong with a data set, so that it can be mended in one go.</summary>
internal sealed class Complaints
{
    // A file of another kind is wrong on every line; twenty show the pattern to whoever wanted to train, a thousand are enough to mend by.
    private const int MostListed = 20;
    private const int MostKept = 1000;

    private readonly List<DataComplaint> _kept = [];
    private readonly List<DataComplaint> _missing = [];

    /// <summary>Malformed lines and files, as many as are kept.</summary>
    public IReadOnlyList<DataComplaint> Kept => _kept;

    /// <summary>What is listed and not there, as many as are kept.</summary>
    public IReadOnlyList<DataComplaint> Missing => _missing;

    /// <summary>All complaints, kept or not.</summary>
    public int Count { get; private set; }

    /// <summary>All that is missing, kept or not.</summary>
    public int MissingCount { get; private set; }

    /// <summary>Notes one complaint.</summary>
    public void Add(string complaint) => Add(new DataComplaint("", null, complaint));

    /// <summary>Notes what is wrong with a line, or with a whole file.</summary>
    public void Add(string file, int? line, string reason) => Add(new DataComplaint(file, line, reason));

    /// <summary>Notes one complaint.</summary>
    public void Add(DataComplaint complaint)
    {
        Count++;
        if (_kept.Count < MostKept)
            _kept.Add(complaint);
    }

    /// <summary>Notes what is not there in a data set that is usually incomplete, such as one whose videos others take back: it is passed over.</summary>
    public void AddMissing(string file, int? line, string reason)
    {
        MissingCount++;
        if (_missing.Count < MostKept)
            _missing.Add(new DataComplaint(file, line, reason));
    }

    /// <summary>Reports all complaints together, if there are any.</summary>
    /// <exception cref="DataException">There are.</exception>
    public void ThrowIfAny()
    {
        if (Count == 0)
            return;

        var listed = _kept.Take(MostListed).Select(complaint => complaint.ToString()).ToList();
        if (Count > listed.Count)
            listed.Add($"... and {Count - listed.Count} more");
        throw new DataException(string.Join('\n', listed));
    }
}
