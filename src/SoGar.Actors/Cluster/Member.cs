using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Cluster;

/// <summary>What a node brings along; fixed for one incarnation.</summary>
/// <param name="ControlUrl">Of its control endpoint, as others reach it: <c>ws://10.0.0.2:7401</c> or <c>wss://...</c>.</param>
/// <param name="ExchangeAddress">The host name or address that its exchange binds to and others connect to.</param>
/// <param name="Profile">Its numeric profile; runs may forbid mixing them.</param>
/// <param name="Trainers">How many trainers it can run at once, 1 or more.</param>
/// <param name="Devices">What they run on, in words for people: <c>cpu</c>, <c>cuda:0,cuda:1</c>.</param>
public sealed record NodeOffer(string ControlUrl, string ExchangeAddress, string Profile, int Trainers, string Devices);

/// <summary>Where a node stands, by its own word or, for <see cref="Lost"/>, by a supervisor's.</summary>
public enum NodeState
{
    /// <summary>It has its incarnation and is getting ready.</summary>
    Joining,

    /// <summary>It takes part, or would.</summary>
    Up,

    /// <summary>It finishes its step and leaves.</summary>
    Draining,

    /// <summary>It has left by itself; this incarnation does not come back.</summary>
    Left,

    /// <summary>A supervisor has declared it lost; this incarnation does not come back.</summary>
    Lost,
}

/// <summary>The newest life of one node, as the store knows it.</summary>
/// <param name="Node">Name and incarnation.</param>
/// <param name="Offer">What it brings along.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Explanation">Why it stands there, or is asked to drain, where that needs words; else empty.</param>
/// <param name="IsDrainAsked">Somebody asks it to drain; it hears so from its next heartbeat.</param>
/// <param name="JoinedAt">When this incarnation joined, by the clock of the store, to the millisecond.</param>
/// <param name="HeardAt">When it was last heard of, by the clock of the store, to the millisecond.</param>
/// <param name="Silence">How long it had been silent when this was read, by the clock of the store: nobody's own clock is held against another's.</param>
public sealed record Member(
    NodeId Node,
    NodeOffer Offer,
    NodeState State,
    string Explanation,
    bool IsDrainAsked,
    DateTimeOffset JoinedAt,
    DateTimeOffset HeardAt,
    TimeSpan Silence)
{
    /// <summary>Whether this incarnation is still to be counted on: it neither left nor was declared lost. It may be silent.</summary>
    public bool IsPresent => State is NodeState.Joining or NodeState.Up or NodeState.Draining;

    /// <summary>Where this life of the node is spoken to.</summary>
    public NodeAddress Address => new(Node, Offer.ControlUrl);
}
