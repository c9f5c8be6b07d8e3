using System.Collections.Immutable;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Events;

/// <summary>What happened in a run; the journal keeps these in order. Published: fields are only ever added, with defaults.</summary>
public abstract record RunEvent
{
    /// <summary>When the supervisor wrote it.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>The run exists.</summary>
/// <param name="Recipe">As resolved, in HOCON; with the seed and the videos it determines the result.</param>
/// <param name="Profile">The numeric profile that the bits depend on.</param>
/// <param name="SampleCount">Samples of the data set.</param>
/// <param name="Data">Digest of the data set's sample identities.</param>
public sealed record RunStarted(string Recipe, string Profile, int SampleCount, string Data) : RunEvent;

/// <summary>Training went on from a checkpoint.</summary>
/// <param name="Done">Steps that the checkpoint holds.</param>
/// <param name="Checkpoint">Its folder.</param>
/// <param name="Profile">The numeric profile from here on.</param>
public sealed record RunResumed(long Done, string Checkpoint, string Profile) : RunEvent;

/// <summary>The run starts from weights of a file.</summary>
/// <param name="File">Where they came from.</param>
/// <param name="Matched">Parameters that were taken from it.</param>
/// <param name="Report">What did not match, a line each.</param>
public sealed record WeightsImported(string File, int Matched, string Report) : RunEvent;

/// <summary>A set of trainers was agreed on.</summary>
/// <param name="Generation">From 1, never reused.</param>
/// <param name="Trainers">Their number.</param>
/// <param name="FirstStep">The first step that it computes.</param>
/// <param name="Members">Its nodes with their trainers and shards; null where an older version wrote it.</param>
/// <param name="Donors">Nodes whose state the others copied; empty where nobody had to.</param>
/// <param name="Copies">Nodes that copied a state.</param>
/// <param name="Seconds">From the first sign of the failure before it until it was formed; 0 where there was none.</param>
public sealed record GenerationFormed(
    int Generation, int Trainers, long FirstStep, IReadOnlyList<MemberOfGeneration>? Members = null, string Donors = "", int Copies = 0,
    double Seconds = 0) : RunEvent;

/// <summary>One node of a generation.</summary>
/// <param name="Node">Its name and incarnation, as <c>node-1#3</c>.</param>
/// <param name="Trainers">Its trainers and their shards.</param>
public sealed record MemberOfGeneration(string Node, IReadOnlyList<TrainerShare> Trainers);

/// <summary>A node takes part from here on.</summary>
/// <param name="Node">Its name and incarnation.</param>
/// <param name="Trainers">Replicas that it brings.</param>
/// <param name="Profile">Its numeric profile.</param>
public sealed record NodeJoined(string Node, int Trainers, string Profile) : RunEvent;

/// <summary>A node was asked to leave, or wanted to, and takes no part any more.</summary>
public sealed record NodeLeft(string Node, string Reason) : RunEvent;

/// <summary>A node is gone, or cannot be heard, or is broken.</summary>
/// <param name="Node">Its name and incarnation.</param>
/// <param name="Cause">What was seen of it.</param>
public sealed record NodeLost(string Node, string Cause) : RunEvent;

/// <summary>A node took over a state that it did not compute.</summary>
/// <param name="Node">Who took it.</param>
/// <param name="Source">The donor, the checkpoint's folder, or the beginning.</param>
/// <param name="Done">Steps that the state holds.</param>
/// <param name="Bytes">What was copied; 0 where it was read or computed on the spot.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record StateCopied(string Node, string Source, long Done, long Bytes, double Seconds) : RunEvent;

/// <summary>A replica's state differed from its peers', or from what it had computed, and is replaced (G3).</summary>
/// <param name="Node">Where it is.</param>
/// <param name="Trainer">Which one, as <c>trainer 2</c>.</param>
/// <param name="Done">Steps that it had behind it.</param>
/// <param name="Explanation">What differs: the tensor where that is known, else the fingerprints.</param>
public sealed record ReplicaReplaced(string Node, string Trainer, long Done, string Explanation) : RunEvent;

/// <summary>Another supervisor writes from here on.</summary>
/// <param name="Node">Where it lives.</param>
/// <param name="Term">Its term.</param>
public sealed record SupervisorChanged(string Node, long Term) : RunEvent;

/// <summary>The run went on after a failure: its first step since is committed.</summary>
/// <param name="Cause">What failed, not who noticed.</param>
/// <param name="Step">The first step that was done again or anew.</param>
/// <param name="Seconds">From the first sign of the failure until that step was committed.</param>
/// <param name="StepsLost">Committed steps that had to be computed again, from a checkpoint; 0 wherever a replica survived.</param>
public sealed record RunRecovered(string Cause, long Step, double Seconds, long StepsLost) : RunEvent;

/// <summary>Every trainer holds the same state after the step.</summary>
public sealed record StepCommitted(long Step, string Fingerprint, StepReading Reading, int Attempts, double Seconds, double DataWaitSeconds) : RunEvent;

/// <summary>A sample could not be read; another stands in for it wherever it is drawn.</summary>
/// <param name="Sample">Its identity in the data set.</param>
/// <param name="StandIn">The sample that is used instead.</param>
/// <param name="Reason">Why it could not be read.</param>
public sealed record SampleReplaced(string Sample, string StandIn, string Reason) : RunEvent;

/// <summary>A checkpoint is whole on disk.</summary>
public sealed record CheckpointWritten(long Done, string Folder, long Bytes, StateDigests Digests, double Seconds) : RunEvent;

/// <summary>A checkpoint could not be written; training goes on.</summary>
public sealed record CheckpointRefused(long Done, string Reason) : RunEvent;

/// <summary>A checkpoint was passed over.</summary>
/// <param name="Folder">Where it stood.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Done">Steps that it says it holds, where it is whole and holds another state than theirs; else 0.</param>
/// <param name="Digests">Of that other state, by which it is known and set aside; null where it is not whole, or an older version wrote the event.</param>
public sealed record CheckpointRejected(string Folder, string Reason, long Done = 0, StateDigests? Digests = null) : RunEvent;

/// <summary>A sign of collapse.</summary>
public sealed record AlarmRaised(long Step, string Alarm) : RunEvent;

/// <summary>The run stopped early on request and can be resumed.</summary>
public sealed record RunDrained(long Done, string Reason) : RunEvent;

/// <summary>The run stopped on a failure.</summary>
/// <param name="Done">Steps that were committed.</param>
/// <param name="Cause">What happened where.</param>
/// <param name="CanBeMended">Whether the cause lies outside the run, as bad videos or a full disk do, so that it can go on once that is mended.</param>
public sealed record RunFailed(long Done, string Cause, bool CanBeMended = false) : RunEvent;

/// <summary>All steps are done.</summary>
public sealed record RunFinished(long Done, StateDigests Digests, double Seconds) : RunEvent;

/// <summary>The names under which events stand in the journal; never changed, never reused.</summary>
public static class RunEventNames
{
    /// <summary>Name, version and type of every event.</summary>
    public static readonly ImmutableArray<(string Name, int Version, Type Type)> All =
    [
        ("run-started", 1, typeof(RunStarted)),
        ("run-resumed", 1, typeof(RunResumed)),
        ("weights-imported", 1, typeof(WeightsImported)),
        ("generation-formed", 1, typeof(GenerationFormed)),
        ("step-committed", 1, typeof(StepCommitted)),
        ("sample-replaced", 1, typeof(SampleReplaced)),
        ("checkpoint-written", 1, typeof(CheckpointWritten)),
        ("checkpoint-refused", 1, typeof(CheckpointRefused)),
        ("checkpoint-rejected", 1, typeof(CheckpointRejected)),
        ("alarm-raised", 1, typeof(AlarmRaised)),
        ("run-drained", 1, typeof(RunDrained)),
        ("run-failed", 1, typeof(RunFailed)),
        ("run-finished", 1, typeof(RunFinished)),
        ("node-joined", 1, typeof(NodeJoined)),
        ("node-left", 1, typeof(NodeLeft)),
        ("node-lost", 1, typeof(NodeLost)),
        ("state-copied", 1, typeof(StateCopied)),
        ("replica-replaced", 1, typeof(ReplicaReplaced)),
        ("supervisor-changed", 1, typeof(SupervisorChanged)),
        ("run-recovered", 1, typeof(RunRecovered)),
    ];
}
