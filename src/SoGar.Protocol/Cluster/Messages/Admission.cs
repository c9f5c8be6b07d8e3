using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Cluster.Messages;

/// <summary>The sender supervises the run from now on; answered by <see cref="NodeJoins"/>, also by nodes that train already.</summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Run">Name of the run.</param>
public sealed record Welcome(long Term, string Run) : SupervisorOrder(Term);

/// <summary>A node offers itself. Its devices are open and its data was looked at: it can begin as soon as it holds the run's state.</summary>
/// <param name="Term">See <see cref="NodeWord"/>.</param>
/// <param name="Run">Name of the run that it wants to take part in.</param>
/// <param name="Offer">What it brings.</param>
/// <param name="Standing">Where it stands; a node that trains goes on doing so.</param>
public sealed record NodeJoins(long Term, string Run, NodeOffer Offer, NodeStanding Standing) : NodeWord(Term);

/// <summary>What a node brings to a run.</summary>
/// <param name="Trainers">Replicas that it can hold, 1 or more.</param>
/// <param name="Profile">Its numeric profile, in words that are compared as a whole.</param>
/// <param name="Recipe">Digest of what of its recipe the result depends on.</param>
/// <param name="Data">Digest of its data set's sample identities.</param>
/// <param name="SampleCount">Samples of its data set.</param>
/// <param name="Checkpoints">Whole checkpoints of the run that it can read, newest first.</param>
public sealed record NodeOffer(
    int Trainers, string Profile, Digest Recipe, Digest Data, int SampleCount, ImmutableArray<CheckpointOffer> Checkpoints);

/// <summary>A whole checkpoint that a node can read.</summary>
/// <param name="Done">Steps that it holds.</param>
/// <param name="Folder">Where, for people.</param>
/// <param name="Digests">Of the three states.</param>
public sealed record CheckpointOffer(long Done, string Folder, StateDigests Digests);

/// <summary>
/// Load and compute a step once, for nothing, before taking part in a run that is under way: reading, compiling and setting up devices for the first time take
/// long, and in a step everyone would wait for it. Answered by <see cref="NodeRehearsed"/>.
/// </summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Step">One that the node may come to compute in earnest: what it has loaded by then is of use.</param>
/// <param name="Trainers">What each of the node's trainers would compute of it.</param>
public sealed record Rehearse(long Term, long Step, ImmutableArray<TrainerShare> Trainers) : SupervisorOrder(Term);

/// <summary>The node is as fast as it will be.</summary>
/// <param name="Term">See <see cref="NodeWord"/>.</param>
public sealed record NodeRehearsed(long Term) : NodeWord(Term);

/// <summary>The node cannot take part; it says why to its user and ends.</summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Reason">What was found and what would work.</param>
public sealed record RefuseNode(long Term, string Reason) : SupervisorOrder(Term);

/// <summary>The node wants to leave: after the step in hand where it was asked to (drain, preemption notice), or at once where it cannot go on.</summary>
/// <param name="Term">See <see cref="NodeWord"/>.</param>
/// <param name="Reason">Why.</param>
/// <param name="AtOnce">Whether it is broken and takes part in nothing any more.</param>
public sealed record NodeLeaving(long Term, string Reason, bool AtOnce) : NodeWord(Term);

/// <summary>The node takes no part any more and may end: it left, or the run did.</summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Reason">Why.</param>
/// <param name="RunHasEnded">Whether the run is over for everyone.</param>
public sealed record Release(long Term, string Reason, bool RunHasEnded) : SupervisorOrder(Term);
