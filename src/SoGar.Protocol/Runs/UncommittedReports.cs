using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;

namespace SoGar.Protocol.Runs;

/// <summary>
/// What nodes reported of steps that are not committed: not all of their generation could report them, or the journal does not know the generation,
/// because the supervisor that led them there was fenced, cut off or killed before it could write. Pure; says what to commit once it is known which state the
/// run goes on from (G1).
/// </summary>
public sealed class UncommittedReports
{
    private readonly SortedDictionary<long, Dictionary<(NodeId Node, TrainerId Trainer, int Generation), StepReport>> _bySteps = [];

    /// <summary>Keeps a report; one that came before is ignored.</summary>
    public void Keep(NodeId node, StepFinished finished)
    {
        var report = finished.Report;
        if (!_bySteps.TryGetValue(report.Step, out var kept)) _bySteps.Add(report.Step, kept = []);
        kept.TryAdd((node, report.Trainer, finished.Generation), report);
    }

    /// <summary>Whether there are reports of each of the steps from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public bool Cover(long first, long end)
    {
        for (var step = first; step < end; step++)
            if (!_bySteps.ContainsKey(step)) return false;
        return true;
    }

    /// <summary>Forgets a step: it is committed.</summary>
    public void Forget(long step) => _bySteps.Remove(step);

    /// <summary>
    /// Which reports stand for the steps before <paramref name="end"/>. A step counts as it was done in its newest generation. Where reports of it differ,
    /// those come first whose trainers took part in a later step of that generation, since states are compared before they are summed (G3);
    /// then those of <paramref name="trusted"/> nodes; then the many.
    /// </summary>
    /// <param name="end">A step that the run goes on with, or went on with.</param>
    /// <param name="state">The state that it goes on from.</param>
    /// <param name="trusted">Nodes that held this state then, and had not copied it.</param>
    /// <returns>Reports of one fingerprint for each step that any was kept of, in the order of steps.</returns>
    public IReadOnlyList<IReadOnlyList<StepReport>> Settle(long end, StepFingerprint state, IReadOnlySet<NodeId> trusted)
    {
        List<IReadOnlyList<StepReport>> settled = [];
        foreach (var (step, kept) in _bySteps)
        {
            if (step >= end) break;
            var newest = kept.Keys.Max(from => from.Generation);
            var best = kept
                .Where(each => each.Key.Generation == newest && (step < end - 1 || each.Value.Fingerprint == state))
                .GroupBy(each => each.Value.Fingerprint)
                .OrderByDescending(same => same.Any(each => WentOn(step, each.Key)))
                .ThenByDescending(same => same.Count(each => trusted.Contains(each.Key.Node)))
                .ThenByDescending(same => same.Count())
                .FirstOrDefault();
            if (best is not null) settled.Add([.. best.Select(each => each.Value).OrderBy(report => report.Trainer)]);
        }

        return settled;
    }

    private bool WentOn(long step, (NodeId, TrainerId, int) from) => _bySteps.TryGetValue(step + 1, out var next) && next.ContainsKey(from);
}
