using SoGar.Actors.Kernel;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>What the run supervisor hears.</summary>
public abstract record SupervisorMessage;

/// <summary>A node's actors are in place.</summary>
public sealed record NodeReady(IReadOnlyList<KeyValuePair<TrainerId, ActorRef<TrainerMessage>>> Trainers) : SupervisorMessage;

/// <summary>A trainer applied a step.</summary>
public sealed record StepFinished(StepReport Report) : SupervisorMessage;

/// <summary>A trainer did not apply a step, because something in it is not a finite number.</summary>
public sealed record StepRefused(TrainerId Trainer, long Step, string Explanation) : SupervisorMessage;

/// <summary>A trainer rests after <paramref name="Done"/> steps: all of the run, or those up to a drain.</summary>
public sealed record TrainerRested(TrainerId Trainer, long Done) : SupervisorMessage;

/// <summary>A trainer cannot go on with a step, because its peers did not come to the exchange.</summary>
public sealed record TrainerStranded(TrainerId Trainer, long Step, string Cause) : SupervisorMessage;

/// <summary>Samples were read in place of others.</summary>
public sealed record SamplesReplaced(IReadOnlyList<ReplacedSample> Samples) : SupervisorMessage;

/// <summary>The data set cannot be trained on.</summary>
public sealed record DataUnusable(string Explanation) : SupervisorMessage;

/// <summary>A checkpoint is whole on disk.</summary>
public sealed record CheckpointTaken(CheckpointReceipt Receipt, TimeSpan Elapsed) : SupervisorMessage;

/// <summary>A checkpoint could not be staged or written.</summary>
public sealed record CheckpointMissed(long Done, string Reason) : SupervisorMessage;

/// <summary>Asks the run to stop early, whole and resumable.</summary>
public sealed record DrainRun(string Reason) : SupervisorMessage;
