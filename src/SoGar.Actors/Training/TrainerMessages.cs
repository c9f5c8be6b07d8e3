using System.Collections.Immutable;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>What a trainer hears.</summary>
public abstract record TrainerMessage;

/// <summary>Orders the trainer to compute its shards of every step from <paramref name="FirstStep"/> on.</summary>
/// <param name="Generation">Of which it is a member.</param>
/// <param name="Term">The supervisor's, in whose name checkpoints are written.</param>
/// <param name="Trainer">What the trainer is called in it.</param>
/// <param name="Shards">Its shards, ascending.</param>
/// <param name="FirstStep">The first step.</param>
/// <param name="State">Fingerprint of the state before it, the teacher's included.</param>
/// <param name="TakesCheckpoints">Whether it is the one that stages them.</param>
/// <param name="Exchange">The generation's; borrowed.</param>
public sealed record BeginTraining(
    int Generation, long Term, TrainerId Trainer, ImmutableArray<int> Shards, long FirstStep, StepFingerprint State, bool TakesCheckpoints, IExchange Exchange)
    : TrainerMessage;

/// <summary>Orders the trainer, which has not trained yet, to load what it would compute of a step.</summary>
/// <param name="Step">Which.</param>
/// <param name="Shards">Ascending.</param>
/// <param name="Computes">Whether to compute the first of the shards too, for nothing, and to say so.</param>
public sealed record RehearseStep(long Step, ImmutableArray<int> Shards, bool Computes) : TrainerMessage;

/// <summary>Asks the trainer to vote for a stop after the next step that all trainers can still agree on.</summary>
public sealed record Drain : TrainerMessage;

/// <summary>
/// Orders the trainer to rest: a step that is not summed yet is given up, but what was computed of it is kept for a generation that begins with it. The
/// exchange is broken by whoever orders it.
/// </summary>
public sealed record Rest : TrainerMessage;

/// <summary>Orders the resting trainer to take over a state.</summary>
public sealed record AdoptState(IStateCopy Copy) : TrainerMessage;

/// <summary>Orders the resting trainer to copy its state aside, for peers to fetch.</summary>
/// <param name="Generation">The one that is being formed.</param>
/// <param name="State">Fingerprint of the state, the teacher's included.</param>
public sealed record LendState(int Generation, StepFingerprint State) : TrainerMessage;

/// <summary>Orders the resting trainer to have its state, of which its node knows the fingerprint, written.</summary>
public sealed record SaveState(long Term, StepFingerprint State) : TrainerMessage;

/// <summary>A shard that the trainer asked for can be computed; the views are the trainer's from now on.</summary>
public sealed record ShardReady(IShardViews Views) : TrainerMessage;

/// <summary>The teacher has followed the student through the step.</summary>
public sealed record TeacherAdvanced(long Step, ulong Fingerprint) : TrainerMessage;

/// <summary>The exchange is complete; piped by the trainer to itself.</summary>
internal sealed record Exchanged(int Generation, long Step, int Attempt, ExchangedSum Sum) : TrainerMessage;

/// <summary>The exchange cannot complete; piped by the trainer to itself.</summary>
internal sealed record ExchangeFailed(int Generation, long Step, Exception Cause) : TrainerMessage;
