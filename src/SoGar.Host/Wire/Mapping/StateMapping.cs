using SoGar.Protocol;
using SoGar.Protocol.Cluster.Messages;
using Kind = SoGar.Host.Wire.Contract.StateSource.KindOneofCase;
using Proto = SoGar.Host.Wire.Contract;

namespace SoGar.Host.Wire.Mapping;

/// <summary>Where states come from.</summary>
internal static class StateMapping
{
    public static Proto.ServeState ToProto(this ServeState said) => new() { Term = said.Term, Generation = said.Generation };

    public static ServeState ToRecord(this Proto.ServeState said) => new(said.Term, said.Generation);

    public static Proto.StateOffered ToProto(this StateOffered said) =>
        new() { Term = said.Term, Generation = said.Generation, Source = said.Source.ToProto() };

    public static StateOffered ToRecord(this Proto.StateOffered said) => new(said.Term, said.Generation, said.Source.ToRecord());

    public static Proto.StateSource ToProto(this StateSource source) => source switch
    {
        StateOfPeer peer => new() { Peer = peer.ToProto() },
        StateOfCheckpoint checkpoint => new() { Checkpoint = new() { Done = checkpoint.Done, Digests = checkpoint.Digests.ToProto() } },
        StateOfBeginning => new() { Beginning = new() },
        _ => throw new NotSupportedException($"{source.GetType().Name} has no protobuf form"),
    };

    public static StateSource ToRecord(this Proto.StateSource source) => source.KindCase switch
    {
        Kind.Peer => source.Peer.ToRecord(),
        Kind.Checkpoint => new StateOfCheckpoint(source.Checkpoint.Done, source.Checkpoint.Digests.ToRecord()),
        Kind.Beginning => new StateOfBeginning(),
        _ => throw new InvalidDataException("a state comes from somewhere that only a newer version knows; run the same version on all nodes"),
    };

    private static Proto.StateOfPeer ToProto(this StateOfPeer peer) => new()
    {
        Donor = peer.Donor.ToProto(),
        Path = peer.Path,
        Bytes = peer.Bytes,
        Done = peer.Done,
        Fingerprint = peer.Fingerprint.ToProto(),
        Content = peer.Content.Hex,
    };

    private static StateOfPeer ToRecord(this Proto.StateOfPeer peer) => new(
        peer.Donor.ToRecord(), peer.Path, peer.Bytes, peer.Done, peer.Fingerprint.ToRecord(), new Digest(peer.Content));
}
