using System.Collections.Immutable;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Cluster.Messages;

/// <summary>
/// What happened on a node, in order. A node keeps its reports until they are acknowledged by <see cref="ReportsCommitted"/>, and sends what was not
/// again: after a pause, to a new supervisor, and before each <see cref="NodeStatus"/>.
/// </summary>
/// <param name="Term">See <see cref="NodeWord"/>.</param>
/// <param name="First">Number of the first report; numbers begin at 1 with each life of a node and have no gaps.</param>
/// <param name="Reports">None where all were acknowledged, so that a new supervisor knows where they go on.</param>
/// <param name="Acknowledged">Number of the last report that was acknowledged, to this supervisor or an earlier one; 0 for none.</param>
public sealed record NodeReports(long Term, long First, ImmutableArray<NodeReport> Reports, long Acknowledged) : NodeWord(Term);

/// <summary>The journal holds what the node's reports up to <paramref name="UpTo"/> say; the node may forget them.</summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="UpTo">Number of the last one.</param>
public sealed record ReportsCommitted(long Term, long UpTo) : SupervisorOrder(Term);

/// <summary>One thing that happened on a node.</summary>
public abstract record NodeReport;

/// <summary>A trainer applied a step.</summary>
/// <param name="Generation">In which it did.</param>
/// <param name="Report">What it says.</param>
public sealed record StepFinished(int Generation, StepReport Report) : NodeReport;

/// <summary>A trainer rests after <paramref name="Done"/> steps, because the run or its generation ends there.</summary>
public sealed record TrainerRested(int Generation, TrainerId Trainer, long Done) : NodeReport;

/// <summary>A trainer cannot go on with a step, because the exchange failed.</summary>
/// <param name="Generation">In which it did.</param>
/// <param name="Trainer">Who was left waiting.</param>
/// <param name="Step">What it was waiting for.</param>
/// <param name="Cause">What the exchange says.</param>
/// <param name="Suspect">The node that ended, fell silent or disagreed; null where the exchange cannot tell.</param>
public sealed record TrainerStranded(int Generation, TrainerId Trainer, long Step, string Cause, NodeId? Suspect) : NodeReport;

/// <summary>A trainer found that its state is not what it computed any more, and brought nothing into the exchange (G3).</summary>
/// <param name="Generation">In which it did.</param>
/// <param name="Trainer">Who.</param>
/// <param name="Step">The step that it gave up.</param>
/// <param name="Tensor">The tensor that differs.</param>
public sealed record StateDamaged(int Generation, TrainerId Trainer, long Step, string Tensor) : NodeReport;

/// <summary>A trainer did not apply a step, because something in it is not a finite number.</summary>
public sealed record StepRefused(int Generation, TrainerId Trainer, long Step, string Explanation) : NodeReport;

/// <summary>Samples were read in place of others.</summary>
public sealed record SamplesReplaced(ImmutableArray<ReplacedSample> Samples) : NodeReport;

/// <summary>The data set cannot be trained on.</summary>
public sealed record DataUnusable(string Explanation) : NodeReport;

/// <summary>A checkpoint is whole on disk.</summary>
/// <param name="Receipt">Where it stands and what it holds.</param>
/// <param name="Elapsed">What writing it took.</param>
/// <param name="State">The state as its trainer reported it; whether it is the right one, its step's commit says.</param>
public sealed record CheckpointTaken(CheckpointReceipt Receipt, TimeSpan Elapsed, StepFingerprint State) : NodeReport;

/// <summary>A checkpoint could not be staged or written.</summary>
public sealed record CheckpointMissed(long Done, string Reason) : NodeReport;
