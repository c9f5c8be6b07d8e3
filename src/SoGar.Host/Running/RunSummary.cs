using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Host.Running;

/// <summary>How a run stands when its command ends; the object that <c>pretrain --json</c> prints.</summary>
internal sealed record RunSummary(
    string Run,
    string Status,
    string? Explanation,
    bool CanBeMended,
    long Steps,
    double Seconds,
    double? LossFirst,
    double? LossLast,
    double ClipsPerSecond,
    double DataWaitShare,
    DigestSummary? Digest,
    IReadOnlyList<ReplacedSummary> Replaced,
    IReadOnlyList<string> Alarms,
    int Redone,
    string? Checkpoint,
    IReadOnlyList<RecoverySummary> Recoveries)
{
    /// <summary>The summary of what the journal says.</summary>
    public static RunSummary Of(string run, Recipe recipe, RunHistory history) => new(
        run,
        history.Status.ToString().ToLowerInvariant(),
        history.Explanation.Length > 0 ? history.Explanation : null,
        history.CanBeMended,
        history.Done,
        history.Seconds,
        history.First?.Loss,
        history.Last?.Loss,
        history.Seconds > 0 ? history.ComputedSteps * recipe.Batch / history.Seconds : 0,
        history.Seconds > 0 ? history.DataWaitSeconds / history.Seconds : 0,
        DigestSummary.Of(history.Digests ?? history.Checkpoints.LastOrDefault(checkpoint => checkpoint.Done == history.Done)?.Digests),
        [.. history.Replaced.Select(replaced => new ReplacedSummary(replaced.Sample, replaced.StandIn, replaced.Reason))],
        [.. history.Alarms.Select(alarm => $"step {alarm.Step}: {alarm.Alarm}")],
        history.Redone,
        history.Checkpoints.LastOrDefault()?.Folder,
        [.. history.Recoveries.Select(recovered => new RecoverySummary(recovered.Cause, recovered.Step, recovered.Seconds, recovered.StepsLost))]);
}

/// <summary>The SHA-256 of the three states.</summary>
internal sealed record DigestSummary(string Student, string Teacher, string Optimizer)
{
    public static DigestSummary? Of(StateDigests? digests) =>
        digests is null ? null : new DigestSummary(digests.Student.Hex, digests.Teacher.Hex, digests.Optimizer.Hex);
}

/// <summary>A failure that the run went on after.</summary>
/// <param name="Cause">What failed, not who noticed.</param>
/// <param name="Step">The first step that was committed since.</param>
/// <param name="Seconds">From the first sign of the failure until then.</param>
/// <param name="StepsLost">Committed steps that had to be computed again.</param>
internal sealed record RecoverySummary(string Cause, long Step, double Seconds, long StepsLost);

/// <summary>A sample that another stands in for.</summary>
internal sealed record ReplacedSummary(string Sample, string StandIn, string Reason);
