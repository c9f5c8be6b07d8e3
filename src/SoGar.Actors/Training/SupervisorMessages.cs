using System.Collections.Immutable;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>What the run supervisor hears.</summary>
public abstract record SupervisorMessage;

/// <summary>A node says something.</summary>
public sealed record WordHeard(NodeAddress From, NodeWord Word) : SupervisorMessage;

/// <summary>A watched node is gone, or cannot be heard.</summary>
public sealed record PeerGone(NodeId Node, PeerLoss Loss, string Explanation) : SupervisorMessage;

/// <summary>Asks the run to stop early, whole and resumable.</summary>
public sealed record DrainRun(string Reason) : SupervisorMessage;

/// <summary>Which nodes there are, as the directory has it now.</summary>
internal sealed record NodesListed(ImmutableArray<NodeAddress> Nodes) : SupervisorMessage;

/// <summary>The directory could not be asked; it will be again.</summary>
internal sealed record NodesUnknown : SupervisorMessage;

/// <summary>The pause after repeated failures is over.</summary>
internal sealed record FormNow(int Generation) : SupervisorMessage;

/// <summary>Time to say again what was not answered; sent by the supervisor's own timer.</summary>
internal sealed record NudgeSupervisor : SupervisorMessage;
