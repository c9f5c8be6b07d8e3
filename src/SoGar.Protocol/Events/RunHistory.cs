using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Events;

/// <summary>What the journal says of a run: a fold over its events, the one projection that resuming, <c>runs</c> and <c>show</c> read.</summary>
public sealed record RunHistory
{
    /// <summary>A run that nothing happened to yet.</summary>
    public static readonly RunHistory Empty = new();

    /// <summary>The first event, once there is one.</summary>
    public RunStarted? Started { get; init; }

    /// <summary>The numeric profile in force.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Where the run stands.</summary>
    public RunStatus Status { get; init; } = RunStatus.Unknown;

    /// <summary>Why it stands there, where that needs words.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Whether a failed run can go on once the cause, which lies outside it, is mended.</summary>
    public bool CanBeMended { get; init; }

    /// <summary>Steps that were ever committed; never goes back (G1).</summary>
    public long Done { get; init; }

    /// <summary>The last generation's number.</summary>
    public int Generation { get; init; }

    /// <summary>Trainers of the last generation.</summary>
    public int Trainers { get; init; }

    /// <summary>Nodes of the last generation with their shards; empty before the first, and where an older version wrote it.</summary>
    public ImmutableArray<MemberOfGeneration> Members { get; init; } = [];

    /// <summary>Failures that the run went on after, oldest first.</summary>
    public ImmutableArray<RunRecovered> Recoveries { get; init; } = [];

    /// <summary>Times that the run went on from a checkpoint.</summary>
    public int Resumptions { get; init; }

    /// <summary>Fingerprints of the steps that a resumed run would replay: those since the profile last changed.</summary>
    public ImmutableSortedDictionary<long, StepFingerprint> Fingerprints { get; init; } = ImmutableSortedDictionary<long, StepFingerprint>.Empty;

    /// <summary>The first committed step's reading.</summary>
    public StepReading? First { get; init; }

    /// <summary>The last committed step's reading.</summary>
    public StepReading? Last { get; init; }

    /// <summary>Wall time of the computed steps, those that were replayed included.</summary>
    public double Seconds { get; init; }

    /// <summary>The part of <see cref="Seconds"/> that trainers spent waiting for data.</summary>
    public double DataWaitSeconds { get; init; }

    /// <summary>Steps that were computed, those that were replayed included.</summary>
    public long ComputedSteps { get; init; }

    /// <summary>Steps that were done more than once because a block was saturated.</summary>
    public int Redone { get; init; }

    /// <summary>Samples that others stand in for, each once.</summary>
    public ImmutableArray<SampleReplaced> Replaced { get; init; } = [];

    /// <summary>Checkpoints that were written, oldest first; retention may have dropped their folders since.</summary>
    public ImmutableArray<CheckpointWritten> Checkpoints { get; init; } = [];

    /// <summary>Checkpoints that turned out to hold another state than their step's, oldest first.</summary>
    public ImmutableArray<CheckpointRejected> OddCheckpoints { get; init; } = [];

    /// <summary>Alarms, oldest first.</summary>
    public ImmutableArray<AlarmRaised> Alarms { get; init; } = [];

    /// <summary>Digests of the finished run.</summary>
    public StateDigests? Digests { get; init; }

    /// <summary>When the last event was written.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>The history that <paramref name="events"/> tell.</summary>
    public static RunHistory Of(IEnumerable<RunEvent> events) => events.Aggregate(Empty, (history, happened) => history.With(happened));

    /// <summary>This history and one event more. Events of kinds that this version does not know leave it as it is.</summary>
    public RunHistory With(RunEvent happened) => Apply(happened) with { LastAt = happened.At };

    private RunHistory Apply(RunEvent happened) => happened switch
    {
        RunStarted started => this with { Started = started, Profile = started.Profile, Status = RunStatus.Running },
        RunResumed resumed => this with
        {
            Profile = resumed.Profile,
            Status = RunStatus.Running,
            Explanation = "",
            Resumptions = Resumptions + 1,
            // Bits of another profile differ by right (G5 holds within one), so they must not be held against a replay.
            Fingerprints = resumed.Profile == Profile ? Fingerprints : Fingerprints.Clear(),
        },
        GenerationFormed formed => this with { Generation = formed.Generation, Trainers = formed.Trainers, Members = [.. formed.Members ?? []] },
        RunRecovered recovered => this with { Recoveries = Recoveries.Add(recovered) },
        StepCommitted step => this with
        {
            Done = Math.Max(Done, step.Step + 1),
            First = step.Step == 0 ? First ?? step.Reading : First,
            Last = step.Reading,
            Seconds = Seconds + step.Seconds,
            DataWaitSeconds = DataWaitSeconds + step.DataWaitSeconds,
            ComputedSteps = ComputedSteps + 1,
            Redone = Redone + (step.Attempts > 1 ? 1 : 0),
            Fingerprints = Fingerprints.SetItem(step.Step, StepFingerprint.Parse(step.Fingerprint)),
        },
        SampleReplaced replaced => Replaced.Any(known => known.Sample == replaced.Sample) ? this : this with { Replaced = Replaced.Add(replaced) },
        CheckpointWritten written => this with { Checkpoints = Checkpoints.Add(written) },
        CheckpointRejected { Digests: not null } odd => this with { OddCheckpoints = OddCheckpoints.Add(odd) },
        AlarmRaised alarm => this with { Alarms = Alarms.Add(alarm) },
        RunDrained drained => this with { Status = RunStatus.Drained, Explanation = drained.Reason },
        RunFailed failed => this with { Status = RunStatus.Failed, Explanation = failed.Cause, CanBeMended = failed.CanBeMended },
        RunFinished finished => this with { Status = RunStatus.Finished, Digests = finished.Digests },
        _ => this,
    };
}

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>The journal holds nothing of it.</summary>
    Unknown,

    /// <summary>It trains, or its process died without a word.</summary>
    Running,

    /// <summary>It stopped on request and can be resumed.</summary>
    Drained,

    /// <summary>It stopped on a failure and can be resumed once the cause is gone.</summary>
    Failed,

    /// <summary>All steps are done.</summary>
    Finished,
}
