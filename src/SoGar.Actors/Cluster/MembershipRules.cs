using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Cluster;

/// <summary>Decides on membership; pure, and the same for every store. An accepted member is what the store writes.</summary>
internal static class MembershipRules
{
    public static Member Join(Member? known, string name, NodeOffer offer, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(offer.Trainers, 1);
        var incarnation = (known?.Node.Incarnation ?? 0) + 1;
        return new Member(new NodeId(name, incarnation), offer, NodeState.Joining, "", IsDrainAsked: false, now, now, TimeSpan.Zero);
    }

    public static MembershipOutcome Heartbeat(Member? known, NodeId node, NodeState state, DateTimeOffset now)
    {
        if (state is NodeState.Left or NodeState.Lost) throw new ArgumentOutOfRangeException(nameof(state), state, "who speaks is neither gone nor lost");
        return Refusal(known, node) is { } reason
            ? new MembershipOutcome.Refused(reason, node, known)
            : new MembershipOutcome.Accepted(known! with { State = state, HeardAt = now, Silence = TimeSpan.Zero });
    }

    public static MembershipOutcome Leave(Member? known, NodeId node, DateTimeOffset now) => Refusal(known, node) is { } reason
        ? new MembershipOutcome.Refused(reason, node, known)
        : new MembershipOutcome.Accepted(known! with { State = NodeState.Left, HeardAt = now, Silence = TimeSpan.Zero });

    public static MembershipOutcome MarkLost(Member? known, NodeId node, string reason, bool isSupervisor) => (isSupervisor, Refusal(known, node)) switch
    {
        (false, _) => new MembershipOutcome.Refused(MembershipRefusal.NotSupervisor, node, known),
        (_, null) => new MembershipOutcome.Accepted(known! with { State = NodeState.Lost, Explanation = reason }),
        // The first reason stays: a second supervisor that comes to the same conclusion learned it from the first one's doing.
        (_, MembershipRefusal.DeclaredLost) => new MembershipOutcome.Accepted(known!),
        (_, { } refusal) => new MembershipOutcome.Refused(refusal, node, known),
    };

    public static MembershipOutcome AskToDrain(Member? known, string name, string reason) => known switch
    {
        null => new MembershipOutcome.Refused(MembershipRefusal.Unknown, new NodeId(name, 0), null),
        _ when Refusal(known, known.Node) is { } refusal => new MembershipOutcome.Refused(refusal, known.Node, known),
        { IsDrainAsked: true } => new MembershipOutcome.Accepted(known),
        _ => new MembershipOutcome.Accepted(known with { IsDrainAsked = true, Explanation = reason }),
    };

    private static MembershipRefusal? Refusal(Member? known, NodeId node) => known switch
    {
        null => MembershipRefusal.Unknown,
        _ when known.Node.Incarnation > node.Incarnation => MembershipRefusal.Superseded,
        // An incarnation that the store never gave: another store's, or made up.
        _ when known.Node.Incarnation < node.Incarnation => MembershipRefusal.Unknown,
        { State: NodeState.Lost } => MembershipRefusal.DeclaredLost,
        { State: NodeState.Left } => MembershipRefusal.HasLeft,
        _ => null,
    };
}
