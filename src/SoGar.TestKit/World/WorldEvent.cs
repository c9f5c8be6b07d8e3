using System.Collections.Immutable;
using SoGar.Actors.Journal;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.World;

/// <summary>
/// What is true of a simulated world, told by its ports as it happens: what the store really holds, what was really heard. No actor has a say
/// in it, so that invariants that listen to these are not fooled by a protocol that fools itself.
/// </summary>
public abstract record WorldEvent;

/// <summary>A process began.</summary>
public sealed record NodeStarted(NodeId Node) : WorldEvent;

/// <summary>A process ended.</summary>
/// <param name="Node">Which.</param>
/// <param name="Cause">How.</param>
/// <param name="HasStopped">Whether its actors stopped by themselves; otherwise it ended at once, without a last word.</param>
public sealed record NodeKilled(NodeId Node, string Cause, bool HasStopped) : WorldEvent;

/// <summary>A process stands still.</summary>
public sealed record NodePaused(NodeId Node) : WorldEvent;

/// <summary>A process goes on.</summary>
public sealed record NodeResumed(NodeId Node) : WorldEvent;

/// <summary>A process heard a message.</summary>
public sealed record MessageHeard(NodeId From, NodeId To, ControlMessage Message) : WorldEvent;

/// <summary>A process gave a peer up.</summary>
public sealed record PeerLost(NodeId By, NodeId Peer, PeerLoss Loss) : WorldEvent;

/// <summary>A process turned a stranger away.</summary>
public sealed record PeerRefused(NodeId By, NodeId Stranger) : WorldEvent;

/// <summary>The journal holds more: the write took effect, whether or not its writer ever learned of it.</summary>
/// <param name="Writer">Whose write it was.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Term">The term that the write carried.</param>
/// <param name="Version">Of the stream after the write.</param>
/// <param name="Events">What was appended.</param>
public sealed record JournalGrew(NodeId Writer, string Stream, long Term, long Version, ImmutableArray<object> Events) : WorldEvent;

/// <summary>The journal refused a write.</summary>
public sealed record JournalRefused(NodeId Writer, string Stream, AppendOutcome Outcome) : WorldEvent;

/// <summary>A lease was granted or extended.</summary>
public sealed record LeaseHeld(NodeId By, Lease Lease) : WorldEvent;

/// <summary>All processes of a generation have brought their contributions to a step, and the sum is on its way to them.</summary>
/// <param name="Generation">In which.</param>
/// <param name="Step">Of which step.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Words">The sum.</param>
/// <param name="Shards">What went into it.</param>
public sealed record StepSummed(int Generation, long Step, int Attempt, ulong Words, ImmutableArray<SummedShard> Shards) : WorldEvent;

/// <summary>A replica moved.</summary>
public sealed record StepApplied(NodeId Node, TrainerId Trainer, long Step, ulong Fingerprint) : WorldEvent;

/// <summary>A node gave its state to another.</summary>
public sealed record StateRead(NodeId Donor, NodeId Reader, long Done) : WorldEvent;

/// <summary>A node took a state in place of its own.</summary>
/// <param name="Node">Who.</param>
/// <param name="Source">Where it came from, in words.</param>
/// <param name="Done">Steps that it says it has behind it.</param>
/// <param name="Fingerprint">Of what was taken.</param>
public sealed record StateAdopted(NodeId Node, string Source, long Done, StepFingerprint Fingerprint) : WorldEvent;

/// <summary>A checkpoint was accepted for reading.</summary>
/// <param name="Node">By whom.</param>
/// <param name="Folder">Which.</param>
/// <param name="Done">Steps that it says it holds.</param>
/// <param name="IsWhole">Whether its files are as they were written.</param>
public sealed record CheckpointAccepted(NodeId Node, string Folder, long Done, bool IsWhole) : WorldEvent;

/// <summary>A bit of a live replica flipped.</summary>
public sealed record BitFlipped(NodeId Node, TrainerId Trainer, long Done) : WorldEvent;

/// <summary>A process's end of an exchange gave up.</summary>
public sealed record ExchangeBroke(NodeId By, int Generation, string Reason, NodeId? Suspect) : WorldEvent;
