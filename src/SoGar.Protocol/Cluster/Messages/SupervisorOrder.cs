namespace SoGar.Protocol.Cluster.Messages;

/// <summary>
/// What the supervisor says to a node. Orders may come twice, late or not at all: each says a goal rather than a change, nodes answer every copy,
/// and the supervisor repeats what was not answered.
/// </summary>
/// <param name="Term">The supervisor's term; a node that knows a later one ignores the order (G2).</param>
public abstract record SupervisorOrder(long Term) : ControlMessage;

/// <summary>What a node says to the supervisor that it follows.</summary>
/// <param name="Term">The newest term that the node knows; 0 before it heard of any.</param>
public abstract record NodeWord(long Term) : ControlMessage;
