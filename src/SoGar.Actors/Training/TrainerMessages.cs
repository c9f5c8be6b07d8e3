using SoGar.Protocol.Ports;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>What a trainer hears.</summary>
public abstract record TrainerMessage;

/// <summary>Orders the trainer to compute its shards of every step from <paramref name="FirstStep"/> on.</summary>
public sealed record BeginGeneration(int Generation, ShardPlan Plan, long FirstStep) : TrainerMessage;

/// <summary>Asks the trainer to stop after the next step that all trainers can still agree on.</summary>
public sealed record Drain : TrainerMessage;

/// <summary>A shard that the trainer asked for can be computed; the views are the trainer's from now on.</summary>
public sealed record ShardReady(IShardViews Views) : TrainerMessage;

/// <summary>The teacher has followed the student through the step.</summary>
public sealed record TeacherAdvanced(long Step, ulong Fingerprint) : TrainerMessage;

/// <summary>The exchange is complete; piped by the trainer to itself.</summary>
internal sealed record Exchanged(long Step, int Attempt, ExchangedSum Sum) : TrainerMessage;

/// <summary>The exchange cannot complete; piped by the trainer to itself.</summary>
internal sealed record ExchangeFailed(long Step, Exception Cause) : TrainerMessage;
