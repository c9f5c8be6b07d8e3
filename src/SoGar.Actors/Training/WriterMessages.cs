using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>What a checkpoint writer hears.</summary>
public abstract record WriterMessage;

/// <summary>Orders a staged state to be written in the name of a term; it is the writer's from now on.</summary>
public sealed record TakeCheckpoint(IStagedState Staged, long Term) : WriterMessage;
