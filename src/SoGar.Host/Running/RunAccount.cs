using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>All that the journal says of a run, for <c>sogar show</c>.</summary>
internal sealed record RunAccount(
    RunSummary Summary,
    int? StepsTotal,
    DateTimeOffset? StartedAt,
    DateTimeOffset LastAt,
    string Profile,
    int Resumptions,
    IReadOnlyList<GenerationAccount> Generations,
    IReadOnlyList<CheckpointAccount> Checkpoints,
    IReadOnlyList<string> Troubles,
    string? Recipe)
{
    /// <summary>The account of <paramref name="run"/>.</summary>
    /// <param name="run">With at least one event.</param>
    /// <param name="isThere">Whether the folder of a checkpoint still exists: retention drops old ones.</param>
    public static RunAccount Of(ShelvedRun run, Func<string, bool> isThere)
    {
        var (history, events, recipe) = (run.History, run.Events, run.Recipe);
        var summary = RunSummary.Of(run.Name, recipe ?? new Recipe(), history);
        return new RunAccount(
            run.IsInterrupted
                ? summary with
                {
                    Status = run.Status,
                    Explanation = $"its processes ended without a word; resume with: ./sogar pretrain RECIPE --name " +
                    $"{run.Name} --resume"
                }
                : summary,
            recipe?.Steps,
            history.Started?.At,
            history.LastAt,
            history.Profile,
            history.Resumptions,
            [.. events.OfType<GenerationFormed>().Select(formed => new GenerationAccount(formed.Generation, formed.Trainers, formed.FirstStep,
                [.. (formed.Members ?? []).Select(member => member.Node)]))],
            [.. history.Checkpoints.Select(written => new CheckpointAccount(written.Done, written.Folder, written.Bytes, isThere(written.Folder)))],
            [.. events.Select(Trouble).OfType<string>()],
            history.Started?.Recipe);
    }

    private static string? Trouble(RunEvent happened) => happened switch
    {
        NodeLost lost => $"{Time(happened)} lost {lost.Node}: {lost.Cause}",
        NodeLeft left => $"{Time(happened)} {left.Node} left: {left.Reason}",
        ReplicaReplaced replaced => $"{Time(happened)} {replaced.Trainer} of {replaced.Node} was replaced after {replaced.Done} steps: {replaced.Explanation}",
        SupervisorChanged changed => $"{Time(happened)} {changed.Node} supervises from here on, in term {changed.Term}",
        RunRecovered recovered =>
            $"{Time(happened)} went on at step {recovered.Step} after {recovered.Seconds:0.00} s, {recovered.StepsLost} steps lost: {recovered.Cause}",
        CheckpointRefused refused => $"{Time(happened)} checkpoint of step {refused.Done} refused: {refused.Reason}",
        CheckpointRejected rejected => $"{Time(happened)} checkpoint {rejected.Folder} passed over: {rejected.Reason}",
        AlarmRaised alarm => $"{Time(happened)} step {alarm.Step}: {alarm.Alarm}",
        RunFailed failed => $"{Time(happened)} failed after {failed.Done} steps: {failed.Cause}",
        RunDrained drained => $"{Time(happened)} drained after {drained.Done} steps: {drained.Reason}",
        _ => null,
    };

    private static string Time(RunEvent happened) => $"{happened.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}";
}

/// <summary>One agreed set of trainers.</summary>
/// <param name="Generation">Its number.</param>
/// <param name="Trainers">Their number.</param>
/// <param name="FirstStep">The first step that it computes.</param>
/// <param name="Nodes">Names and incarnations of its nodes.</param>
internal sealed record GenerationAccount(int Generation, int Trainers, long FirstStep, IReadOnlyList<string> Nodes);

/// <summary>One checkpoint that was written.</summary>
internal sealed record CheckpointAccount(long Step, string Folder, long Bytes, bool IsThere);
