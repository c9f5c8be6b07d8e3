using SoGar.Protocol.Cluster.Messages;

namespace SoGar.Actors.Training;

/// <summary>
/// The reports of a node that the journal may not hold yet, numbered from 1. They are sent when they come up, and again for as long as they are not
/// acknowledged; while very many wait, as when the journal is gone, new ones are not sent at once.
/// </summary>
internal sealed class ReportOutbox
{
    /// <summary>Reports of one message.</summary>
    private const int Window = 256;

    private Queue<NodeReport> _kept = new();
    private long _atLastNudge = -1;

    /// <summary>Number of the newest report.</summary>
    public long Last => Acknowledged + _kept.Count;

    /// <summary>Number of the last report that was acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Keeps a report.</summary>
    /// <returns>What to send now.</returns>
    public IEnumerable<NodeReports> Add(NodeReport report, long term)
    {
        _kept.Enqueue(report);
        if (_kept.Count <= Window) yield return new NodeReports(term, Last, [report], Acknowledged);
    }

    /// <summary>Forgets what is acknowledged.</summary>
    /// <returns>What to send now: the next window, where more waits than had been sent.</returns>
    public IEnumerable<NodeReports> Acknowledge(long upTo, long term)
    {
        var wereHeldBack = _kept.Count > Window;
        while (Acknowledged < upTo && _kept.TryDequeue(out _)) Acknowledged++;
        return wereHeldBack ? All(term).Take(1) : [];
    }

    /// <summary>All that is kept, in order; an empty message where nothing is, so that a new supervisor learns what was acknowledged.</summary>
    public IEnumerable<NodeReports> All(long term)
    {
        var first = Acknowledged + 1;
        if (_kept.Count == 0) yield return new NodeReports(term, first, [], Acknowledged);
        foreach (var window in _kept.Chunk(Window))
        {
            yield return new NodeReports(term, first, [.. window], Acknowledged);
            first += window.Length;
        }
    }

    /// <summary>Puts something else in place of reports that turned out to be wrong, under their numbers.</summary>
    /// <param name="correct">Gives what each is to say from now on.</param>
    public void Correct(Func<NodeReport, NodeReport> correct) => _kept = new Queue<NodeReport>(_kept.Select(correct));

    /// <summary>What to send where nothing was acknowledged since the last call, although something waits.</summary>
    public IEnumerable<NodeReports> Nudge(long term)
    {
        var isStuck = _kept.Count > 0 && Acknowledged == _atLastNudge;
        _atLastNudge = _kept.Count > 0 ? Acknowledged : -1;
        return isStuck ? All(term).Take(1) : [];
    }
}
