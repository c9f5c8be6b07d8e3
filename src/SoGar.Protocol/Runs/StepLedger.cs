using SoGar.Protocol.Shards;

namespace SoGar.Protocol.Runs;

/// <summary>What one trainer says of a step that it applied.</summary>
/// <param name="Trainer">Who says it.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Fingerprint">Of its state after the step.</param>
/// <param name="Reading">What the step showed.</param>
/// <param name="Attempts">1, or more where blocks of the exact sum were saturated and the step was done again.</param>
/// <param name="Elapsed">From the end of the trainer's last step to the end of this one.</param>
/// <param name="DataWait">The part of <paramref name="Elapsed"/> spent waiting for shards.</param>
/// <param name="Busy">The part of <paramref name="Elapsed"/> spent computing shards: what the trainer's speed is measured by.</param>
public sealed record StepReport(
    TrainerId Trainer, long Step, StepFingerprint Fingerprint, StepReading Reading, int Attempts, TimeSpan Elapsed, TimeSpan DataWait, TimeSpan Busy = default);

/// <summary>What the ledger makes of a report.</summary>
public abstract record LedgerVerdict
{
    /// <summary>Other trainers' reports of the step are still to come.</summary>
    public sealed record Open : LedgerVerdict;

    /// <summary>Every trainer reported the same fingerprint (G1, G3).</summary>
    public sealed record Committed(IReadOnlyList<StepReport> Reports) : LedgerVerdict;

    /// <summary>A trainer's state differs from what the majority, or the journal, has for the step (G3).</summary>
    public sealed record Diverged(long Step, TrainerId? Odd, string Explanation) : LedgerVerdict;

    /// <summary>Trainers differ, and neither a majority nor the journal says who is right: done again, the step will (G3).</summary>
    public sealed record Disputed(long Step, IReadOnlyList<StepReport> Reports, string Explanation) : LedgerVerdict;
}

/// <summary>
/// Collects the trainers' reports and says when a step is committed. Pure bookkeeping without a clock: the run supervisor asks it and writes the journal.
/// </summary>
public sealed class StepLedger(ShardPlan plan, IReadOnlyDictionary<long, StepFingerprint> journalled)
{
    private readonly SortedDictionary<long, List<StepReport>> _open = [];
    private readonly int _members = plan.Trainers.Count();

    /// <summary>Enters <paramref name="report"/>; a second one of the same trainer and step is ignored.</summary>
    public LedgerVerdict Enter(StepReport report)
    {
        if (!_open.TryGetValue(report.Step, out var reports)) _open.Add(report.Step, reports = []);
        if (reports.Any(known => known.Trainer == report.Trainer)) return new LedgerVerdict.Open();
        reports.Add(report);
        if (reports.Count < _members) return new LedgerVerdict.Open();

        reports.Sort((left, right) => left.Trainer.CompareTo(right.Trainer));
        var verdict = Judge(report.Step, reports);
        if (verdict is LedgerVerdict.Committed) _open.Remove(report.Step);
        return verdict;
    }

    private LedgerVerdict Judge(long step, List<StepReport> reports)
    {
        var groups = reports.GroupBy(report => report.Fingerprint).OrderByDescending(group => group.Count()).ThenBy(group => group.First().Trainer).ToList();
        var isKnown = journalled.TryGetValue(step, out var known);
        if (groups.Count > 1)
        {
            var right = isKnown && groups.Find(group => group.Key == known) is { } replayed ? replayed
                : groups[0].Count() > groups[1].Count() ? groups[0]
                : null;
            if (right is null)
            {
                var sides = groups.Select(
                    group => $"{string.Join(" and ", group.Select(report => report.Trainer))} {(group.Count() > 1 ? "hold" : "holds")} {group.Key}");
                return new LedgerVerdict.Disputed(step, reports, $"after step {step} {string.Join(", ", sides)}, and no majority says which is right");
            }

            var odd = groups.Last(group => group != right).First();
            return new LedgerVerdict.Diverged(step, odd.Trainer,
                $"after step {step} {odd.Trainer} holds {odd.Fingerprint}, {right.Count()} of {reports.Count} hold {right.Key}");
        }

        if (isKnown && known != groups[0].Key)
            return new LedgerVerdict.Diverged(step, null,
                $"step {step} was replayed and gives {groups[0].Key}; the journal has {known} from the first time");
        return new LedgerVerdict.Committed(reports);
    }
}
