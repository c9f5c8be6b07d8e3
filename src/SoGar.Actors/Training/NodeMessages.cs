using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>What a node agent hears.</summary>
public abstract record NodeMessage;

/// <summary>The supervisor says something.</summary>
public sealed record OrderHeard(NodeAddress From, SupervisorOrder Order) : NodeMessage;

/// <summary>This is who supervises the run, as the lease store has it: the node offers itself there.</summary>
public sealed record SupervisorKnown(long Term, NodeAddress Supervisor) : NodeMessage;

/// <summary>Asks the node to leave the run after the step in hand: a drain, or notice that the machine goes away.</summary>
public sealed record LeaveRun(string Reason) : NodeMessage;

/// <summary>Something happened that the run's journal is to know of.</summary>
internal sealed record Reported(NodeReport Report) : NodeMessage;

/// <summary>A replica is open.</summary>
internal sealed record ReplicaOpened(int Replica, ulong Fingerprint) : NodeMessage;

/// <summary>A replica has computed something once.</summary>
internal sealed record ReplicaRehearsed : NodeMessage;

/// <summary>The node's teacher is open.</summary>
internal sealed record TeacherOpened(ulong Fingerprint) : NodeMessage;

/// <summary>A replica is in no step.</summary>
/// <param name="Replica">Which one.</param>
/// <param name="Done">Steps behind its state.</param>
/// <param name="State">Fingerprint of its state and of the teacher's after them.</param>
/// <param name="IsWhole">Whether the state is as it was computed.</param>
internal sealed record ReplicaRests(int Replica, long Done, StepFingerprint State, bool IsWhole) : NodeMessage;

/// <summary>A replica holds the state that it was given.</summary>
internal sealed record ReplicaAdopted(int Replica, long Done, ulong Fingerprint) : NodeMessage;

/// <summary>The teacher holds the state that it was given.</summary>
internal sealed record TeacherAdopted(ulong Fingerprint) : NodeMessage;

/// <summary>Peers can copy the node's state.</summary>
internal sealed record StateServed(int Generation, StateOfPeer Source) : NodeMessage;

/// <summary>A state has arrived; it is the node's to dispose.</summary>
internal sealed record StateTaken(int Generation, StateSource Source, IStateCopy Copy) : NodeMessage;

/// <summary>A state could not be had.</summary>
internal sealed record StateNotTaken(int Generation, string Reason) : NodeMessage;

/// <summary>Time to say again what was not answered; sent by the node's own timer.</summary>
internal sealed record NudgeNode : NodeMessage;

/// <summary>Why a node takes part no more.</summary>
/// <param name="Reason">In words for people.</param>
/// <param name="RunHasEnded">Whether the run is over for everyone.</param>
/// <param name="WasRefused">Whether it never took part.</param>
public sealed record NodeEnd(string Reason, bool RunHasEnded, bool WasRefused = false);
