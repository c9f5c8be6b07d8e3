using System.Collections.Immutable;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>What a node agent hears.</summary>
public abstract record NodeMessage;

/// <summary>Orders the node to put its actors for a run in place, answered by <see cref="NodeReady"/>.</summary>
public sealed record StartRun(ImmutableArray<TrainerId> Trainers, ActorRef<SupervisorMessage> Supervisor) : NodeMessage;
