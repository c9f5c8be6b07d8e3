using SoGar.Actors.Kernel;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>What the teacher of a node hears.</summary>
public abstract record TeacherMessage;

/// <summary>
/// A student has applied the step and rests until it is answered by <see cref="TeacherAdvanced"/>. The exchange stands before it,
/// so no trainer of the node still reads the teacher's weights of this step.
/// </summary>
public sealed record StudentAdvanced(long Step, TrainerId From, ActorRef<TrainerMessage> Trainer) : TeacherMessage;
