namespace SoGar.Compute.Data;

/// <summary>Gathers all that is wrong with a file, so that it can be mended in one go.</summary>
internal sealed class Complaints
{
    // A file of another kind is wrong on every line; twenty show the pattern.
    private const int MostListed = 20;

    private readonly List<string> _listed = [];
    private int _count;

    /// <summary>Notes one complaint.</summary>
    public void Add(string complaint)
    {
        _count++;
        if (_listed.Count < MostListed)
            _listed.Add(complaint);
    }

    /// <summary>Reports all complaints together, if there are any.</summary>
    /// <exception cref="DataException">There are.</exception>
    public void ThrowIfAny()
    {
        if (_count == 0)
            return;

        if (_count > _listed.Count)
            _listed.Add($"... and {_count - _listed.Count} more");
        throw new DataException(string.Join('\n', _listed));
    }
}
