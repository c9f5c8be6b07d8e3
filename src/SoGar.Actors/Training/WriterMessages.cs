using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>What a checkpoint writer hears.</summary>
public abstract record WriterMessage;

/// <summary>Orders a staged state to be written in the name of a term; it is the writer's from now on.</summary>
/// <param name="Staged">The copy.</param>
/// <param name="State">Its fingerprint.</param>
/// <param name="Term">The supervisor's.</param>
public sealed record TakeCheckpoint(IStagedState Staged, StepFingerprint State, long Term) : WriterMessage;
