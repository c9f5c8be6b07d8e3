using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>What a supervisor's seat hears.</summary>
public abstract record SeatMessage;

/// <summary>A process is gone; if the supervisor lived in it, its seat is free.</summary>
public sealed record SupervisorLost(NodeId Node, PeerLoss Loss, string Explanation) : SeatMessage;
