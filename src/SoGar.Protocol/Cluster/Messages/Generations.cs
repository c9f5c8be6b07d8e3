using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Cluster.Messages;

/// <summary>
/// Bring the trainers to rest at once: a step that was not summed yet is given up; the next generation goes on with the shards of it that are computed.
/// Answered by <see cref="NodeStatus"/> once they rest; a node that takes part in nothing answers likewise.
/// </summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="NextGeneration">The number of the generation that is being formed; the node opens an exchange endpoint for it.</param>
/// <param name="Reason">For the node's log.</param>
public sealed record Halt(long Term, int NextGeneration, string Reason) : SupervisorOrder(Term);

/// <summary>
/// Vote to end the generation after the step in hand, so that no work is lost: for joins, leaves and new shares. Answered by <see cref="NodeStatus"/>
/// once the trainers rest.
/// </summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Generation">The one to end; a node that is in another answers at once.</param>
/// <param name="NextGeneration">As in <see cref="Halt"/>.</param>
/// <param name="Reason">For the node's log.</param>
public sealed record EndGeneration(long Term, int Generation, int NextGeneration, string Reason) : SupervisorOrder(Term);

/// <summary>The node rests; answers <see cref="Halt"/> and <see cref="EndGeneration"/>.</summary>
/// <param name="Term">See <see cref="NodeWord"/>.</param>
/// <param name="Standing">Where it stands.</param>
public sealed record NodeStatus(long Term, NodeStanding Standing) : NodeWord(Term);

/// <summary>
/// Take the state of <paramref name="Source"/> in place of the own one; answered by <see cref="NodePrepared"/> or <see cref="PrepareFailed"/>.
/// </summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Generation">The one that is being formed.</param>
/// <param name="Source">Where the state comes from.</param>
public sealed record PrepareGeneration(long Term, int Generation, StateSource Source) : SupervisorOrder(Term);

/// <summary>The node holds the state that it was told to take.</summary>
/// <param name="Term">See <see cref="NodeWord"/>.</param>
/// <param name="Generation">The one that is being formed.</param>
/// <param name="Standing">Where it stands now.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record NodePrepared(long Term, int Generation, NodeStanding Standing, double Seconds) : NodeWord(Term);

/// <summary>The node could not take the state.</summary>
/// <param name="Term">See <see cref="NodeWord"/>.</param>
/// <param name="Generation">The one that is being formed.</param>
/// <param name="Reason">What failed: the donor, the way, the digest, the disk.</param>
public sealed record PrepareFailed(long Term, int Generation, string Reason) : NodeWord(Term);

/// <summary>Compute the steps from <paramref name="FirstStep"/> on, together with the others.</summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Generation">Greater than any before.</param>
/// <param name="Members">Everyone who takes part, by rank.</param>
/// <param name="FirstStep">The first step; all members hold the state before it.</param>
public sealed record BeginGeneration(long Term, int Generation, ImmutableArray<GenerationMember> Members, long FirstStep) : SupervisorOrder(Term);

/// <summary>One node of a generation.</summary>
/// <param name="Node">Who.</param>
/// <param name="Rank">Its place in the exchange, from 0 without gaps.</param>
/// <param name="Endpoint">Where its exchange awaits its peers, as the node offered it for this generation.</param>
/// <param name="Trainers">Its trainers and their shards.</param>
public sealed record GenerationMember(NodeId Node, int Rank, string Endpoint, ImmutableArray<TrainerShare> Trainers);

/// <summary>What one trainer computes of every step.</summary>
/// <param name="Trainer">Who.</param>
/// <param name="Shards">Ascending; may be empty.</param>
public sealed record TrainerShare(TrainerId Trainer, ImmutableArray<int> Shards);

/// <summary>Write a checkpoint of the state that the node rests in, because the run is about to pause; reported by <see cref="CheckpointTaken"/>.</summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Done">Steps that the state has behind it; a node with another state ignores the order.</param>
public sealed record KeepState(long Term, long Done) : SupervisorOrder(Term);

/// <summary>
/// Put a checkpoint aside that turned out to hold another state than its step's, so that the right one can be written. Whoever has no such one ignores the
/// order.
/// </summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Done">Steps that it says it holds.</param>
/// <param name="Digests">Of the state that it does hold; one with others is left alone.</param>
public sealed record SetCheckpointAside(long Term, long Done, StateDigests Digests) : SupervisorOrder(Term);
