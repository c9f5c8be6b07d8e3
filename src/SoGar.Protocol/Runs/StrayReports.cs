using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;

namespace SoGar.Protocol.Runs;

/// <summary>
/// What nodes report of steps in generations that the journal does not know: a supervisor that could not write any more, because it was fenced, cut off
/// or killed before its backlog was down, led them there. Pure; the supervisor asks what to commit once it knows the state that the run goes on from (G1).
/// </summary>
public sealed class StrayReports
{
    private readonly SortedDictionary<long, List<Stray>> _byStep = [];

    /// <summary>Keeps a report; one that came before is ignored.</summary>
    public void Keep(NodeId node, StepFinished finished)
    {
        if (!_byStep.TryGetValue(finished.Report.Step, out var strays)) _byStep.Add(finished.Report.Step, strays = []);
        var stray = new Stray(node, finished.Generation, finished.Report);
        if (!strays.Any(known => known.IsSame(stray))) strays.Add(stray);
    }

    /// <summary>
    /// Takes all reports out, and says which of them stand for steps from <paramref name="first"/> to before <paramref name="end"/>. A step counts as it was
    /// done in its newest generation. Where reports of it differ, those come first whose trainers took part in a later step of that generation, since
    /// states are compared before they are summed (G3); then those of <paramref name="trusted"/> nodes; then the many.
    /// </summary>
    /// <param name="first">The first step that the journal misses.</param>
    /// <param name="end">The step that the run goes on with.</param>
    /// <param name="state">The state that it goes on from.</param>
    /// <param name="trusted">Nodes that hold this state, and did not copy it.</param>
    /// <returns>Reports of one fingerprint for each step that any was kept of, in the order of steps.</returns>
    public IReadOnlyList<IReadOnlyList<StepReport>> Settle(long first, long end, StepFingerprint state, IReadOnlySet<NodeId> trusted)
    {
        List<IReadOnlyList<StepReport>> settled = [];
        foreach (var (step, strays) in _byStep.Where(each => each.Key >= first && each.Key < end))
        {
            var newest = strays.Max(stray => stray.Generation);
            var best = strays
                .Where(stray => stray.Generation == newest && (step < end - 1 || stray.Report.Fingerprint == state))
                .GroupBy(stray => stray.Report.Fingerprint)
                .OrderByDescending(group => group.Any(WentOn))
                .ThenByDescending(group => group.Count(stray => trusted.Contains(stray.Node)))
                .ThenByDescending(group => group.Count())
                .FirstOrDefault();
            if (best is not null) settled.Add([.. best.Select(stray => stray.Report).OrderBy(report => report.Trainer)]);
        }

        _byStep.Clear();
        return settled;
    }

    private bool WentOn(Stray stray) => _byStep.TryGetValue(stray.Report.Step + 1, out var next)
        && next.Any(other => other.Node == stray.Node && other.Generation == stray.Generation && other.Report.Trainer == stray.Report.Trainer);

    private sealed record Stray(NodeId Node, int Generation, StepReport Report)
    {
        public bool IsSame(Stray other) => Node == other.Node && Generation == other.Generation && Report.Trainer == other.Report.Trainer;
    }
}
