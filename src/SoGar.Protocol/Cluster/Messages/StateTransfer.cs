using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Cluster.Messages;

/// <summary>Let peers copy the state that the node rests in; answered by <see cref="StateOffered"/>.</summary>
/// <param name="Term">The supervisor's.</param>
/// <param name="Generation">The one that is being formed; what was offered for an earlier one is withdrawn.</param>
public sealed record ServeState(long Term, int Generation) : SupervisorOrder(Term);

/// <summary>The node's state can be fetched until a later generation begins.</summary>
/// <param name="Term">See <see cref="NodeWord"/>.</param>
/// <param name="Generation">The one that is being formed.</param>
/// <param name="Source">Where from, and how it is checked.</param>
public sealed record StateOffered(long Term, int Generation, StateOfPeer Source) : NodeWord(Term);

/// <summary>Where a node gets a state from.</summary>
public abstract record StateSource;

/// <summary>From a peer, over its state endpoint.</summary>
/// <param name="Donor">Who offers it; <see cref="NodeAddress.Url"/> names host and port.</param>
/// <param name="Path">Path and ticket below that address; the ticket cannot be guessed (G8).</param>
/// <param name="Bytes">Size of the stream.</param>
/// <param name="Done">Steps that the state has behind it.</param>
/// <param name="Fingerprint">What the state's fingerprint must be once it is adopted.</param>
/// <param name="Content">SHA-256 of the stream.</param>
public sealed record StateOfPeer(NodeAddress Donor, string Path, long Bytes, long Done, StepFingerprint Fingerprint, Digest Content) : StateSource;

/// <summary>From a whole checkpoint that the node itself can read.</summary>
/// <param name="Done">Steps that it holds.</param>
/// <param name="Digests">What its states must hash to.</param>
public sealed record StateOfCheckpoint(long Done, StateDigests Digests) : StateSource;

/// <summary>The state before the first step, which every node computes alike from recipe and seed.</summary>
public sealed record StateOfBeginning : StateSource;
