using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Cluster;

/// <summary>What became of a word about a node.</summary>
public abstract record MembershipOutcome
{
    private MembershipOutcome()
    {
    }

    /// <summary>The store has it.</summary>
    /// <param name="Member">The node as it stands now.</param>
    public sealed record Accepted(Member Member) : MembershipOutcome;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Reason">Why not.</param>
    /// <param name="Node">The incarnation that was spoken of.</param>
    /// <param name="Newest">The node as it stands, or null where the store never heard of it.</param>
    public sealed record Refused(MembershipRefusal Reason, NodeId Node, Member? Newest) : MembershipOutcome
    {
        /// <summary>The refusal in words, for the log of the node it concerns.</summary>
        public string Explanation => Reason switch
        {
            MembershipRefusal.Unknown => $"the store has never heard of {Node}; it has to join first",
            MembershipRefusal.Superseded =>
                $"{Node} was replaced by {Newest?.Node}, a younger process of that name; this one must stop, or start under another name",
            MembershipRefusal.DeclaredLost => $"{Node} was declared lost ({Newest?.Explanation}); it must join anew",
            MembershipRefusal.HasLeft => $"{Node} has left; it must join anew",
            MembershipRefusal.NotSupervisor => $"whoever declares {Node} lost does not hold the supervisor's lease any more and must stop (G2)",
            _ => $"{Node}: {Reason}",
        };
    }
}

/// <summary>Why a word about a node was refused.</summary>
public enum MembershipRefusal
{
    /// <summary>No node of that name ever joined.</summary>
    Unknown,

    /// <summary>A younger incarnation of that name has joined.</summary>
    Superseded,

    /// <summary>A supervisor has declared this incarnation lost.</summary>
    DeclaredLost,

    /// <summary>This incarnation has left.</summary>
    HasLeft,

    /// <summary>The lease that the declaration rests on has a newer term, or was released (G2).</summary>
    NotSupervisor,
}
