using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Cluster;

/// <summary>One sign that a generation cannot go on.</summary>
public abstract record Trouble
{
    /// <summary>A node is gone or silent.</summary>
    public sealed record NodeGone(NodeId Node, PeerLoss Loss, string Explanation) : Trouble;

    /// <summary>A node said that it is broken.</summary>
    public sealed record NodeBroken(NodeId Node, string Explanation) : Trouble;

    /// <summary>A trainer's memory changed under it, or its state differs from its peers' (G3).</summary>
    public sealed record ReplicaOdd(NodeId? Node, TrainerId Trainer, string Explanation) : Trouble;

    /// <summary>Trainers hold different states, and nobody can tell yet whose is right (G3).</summary>
    public sealed record ReplicasDiffer(string Explanation) : Trouble;

    /// <summary>A node could not take over a state.</summary>
    public sealed record CopyFailed(NodeId Node, string Explanation) : Trouble;

    /// <summary>The supervisor before this one is gone.</summary>
    public sealed record SupervisorGone(string Explanation) : Trouble;

    /// <summary>A trainer was left alone in the exchange: the victim of something else, as a rule.</summary>
    public sealed record Stranded(TrainerId Trainer, NodeId? Suspect, string Explanation) : Trouble;

    /// <summary>The cause among many signs, rather than its victims: what ended or went wrong comes before who noticed.</summary>
    public static string Name(IReadOnlyCollection<Trouble> signs) => signs.OrderBy(Rank).Select(Words).FirstOrDefault() ?? "nobody knows what";

    private static int Rank(Trouble sign) => sign switch
    {
        ReplicaOdd or ReplicasDiffer => 0,
        NodeBroken => 1,
        NodeGone { Loss: PeerLoss.Ended } => 2,
        NodeGone => 3,
        CopyFailed => 4,
        SupervisorGone => 5,
        _ => 6,
    };

    private static string Words(Trouble sign) => sign switch
    {
        ReplicaOdd { Node: { } node } odd => $"{odd.Trainer} of {node}: {odd.Explanation}",
        ReplicaOdd odd => $"{odd.Trainer}: {odd.Explanation}",
        ReplicasDiffer differ => differ.Explanation,
        NodeBroken broken => $"{broken.Node}: {broken.Explanation}",
        NodeGone { Loss: PeerLoss.Ended } gone => $"{gone.Node} ended: {gone.Explanation}",
        NodeGone { Loss: PeerLoss.Silent } gone => $"{gone.Node} is silent: {gone.Explanation}",
        NodeGone gone => $"{gone.Node} was refused: {gone.Explanation}",
        CopyFailed failed => $"{failed.Node} could not take over a state: {failed.Explanation}",
        SupervisorGone gone => gone.Explanation,
        Stranded { Suspect: { } suspect } stranded => $"{stranded.Trainer} waited in vain for {suspect}: {stranded.Explanation}",
        Stranded stranded => $"{stranded.Trainer} was left alone: {stranded.Explanation}",
        _ => sign.ToString(),
    };
}
