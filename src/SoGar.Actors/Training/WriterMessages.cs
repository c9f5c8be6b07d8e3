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

/// <summary>Orders a checkpoint to be set aside if it holds this state, which is not that of its step.</summary>
/// <param name="Done">Steps that it says it holds.</param>
/// <param name="Odd">What it holds.</param>
public sealed record SetAside(long Done, StateDigests Odd) : WriterMessage;
