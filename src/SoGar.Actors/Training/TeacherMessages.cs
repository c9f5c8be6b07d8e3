using SoGar.Actors.Kernel;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>What the teacher of a node hears.</summary>
public abstract record TeacherMessage;

/// <summary>
/// A student has applied the step and rests until it is answered by <see cref="TeacherAdvanced"/>. The exchange stands before it,
/// so no trainer of the node still reads the teacher's weights of this step.
/// </summary>
public sealed record StudentAdvanced(long Step, int Replica, ActorRef<TrainerMessage> Trainer) : TeacherMessage;

/// <summary>Orders the teacher to take over a state; all students of the node rest.</summary>
public sealed record TeachFrom(IStateCopy Copy) : TeacherMessage;
