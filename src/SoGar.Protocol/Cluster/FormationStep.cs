using System.Collections.Immutable;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Cluster;

/// <summary>A node that shall take part in the next generation, at rest.</summary>
/// <param name="Node">Who.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="Checkpoints">Whole checkpoints that it can read.</param>
/// <param name="Stays">Whether it takes part; one that leaves may still hold the state that the others need.</param>
public sealed record Candidate(NodeId Node, NodeStanding Standing, ImmutableArray<CheckpointOffer> Checkpoints, bool Stays = true);

/// <summary>What has to happen next so that all candidates hold one state.</summary>
public abstract record FormationStep
{
    /// <summary>All hold it: the generation can begin.</summary>
    /// <param name="FirstStep">Steps that the state has behind it.</param>
    /// <param name="State">Its fingerprint.</param>
    public sealed record Begin(long FirstStep, StepFingerprint State) : FormationStep;

    /// <summary>Some copy it from those who do.</summary>
    /// <param name="Done">Steps that the state has behind it.</param>
    /// <param name="Copies">Who copies, and from whom.</param>
    public sealed record Copy(long Done, ImmutableArray<StateCopy> Copies) : FormationStep;

    /// <summary>Nobody holds a state to go on from: some read a checkpoint, or begin anew.</summary>
    /// <param name="Source">The newest checkpoint that can be trusted, or the beginning.</param>
    /// <param name="Folder">Where it is, for people.</param>
    /// <param name="Nodes">Who reads it; the others copy from them afterwards.</param>
    public sealed record GoBack(StateSource Source, string Folder, ImmutableArray<NodeId> Nodes) : FormationStep;
}

/// <summary>One state on its way.</summary>
public sealed record StateCopy(NodeId From, NodeId To);
