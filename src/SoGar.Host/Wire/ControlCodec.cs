using SoGar.Host.Wire.Mapping;
using SoGar.Protocol.Cluster;
using Kind = SoGar.Host.Wire.Contract.ControlMessage.KindOneofCase;
using Proto = SoGar.Host.Wire.Contract;
using Say = SoGar.Protocol.Cluster.Messages;

namespace SoGar.Host.Wire;

/// <summary>Control messages as protobuf and back: the table of all there are. What each holds is mapped once per group, in <c>Mapping</c>.</summary>
internal static class ControlCodec
{
    /// <summary>The protobuf form of <paramref name="message"/>.</summary>
    /// <exception cref="NotSupportedException">The type has no form, which is our own mistake.</exception>
    public static Proto.ControlMessage Encode(ControlMessage message) => message switch
    {
        Say.Welcome said => new() { Welcome = said.ToProto() },
        Say.NodeJoins said => new() { NodeJoins = said.ToProto() },
        Say.RefuseNode said => new() { RefuseNode = said.ToProto() },
        Say.NodeLeaving said => new() { NodeLeaving = said.ToProto() },
        Say.Release said => new() { Release = said.ToProto() },
        Say.Rehearse said => new() { Rehearse = said.ToProto() },
        Say.NodeRehearsed said => new() { NodeRehearsed = said.ToProto() },
        Say.Halt said => new() { Halt = said.ToProto() },
        Say.EndGeneration said => new() { EndGeneration = said.ToProto() },
        Say.NodeStatus said => new() { NodeStatus = said.ToProto() },
        Say.PrepareGeneration said => new() { PrepareGeneration = said.ToProto() },
        Say.NodePrepared said => new() { NodePrepared = said.ToProto() },
        Say.PrepareFailed said => new() { PrepareFailed = said.ToProto() },
        Say.BeginGeneration said => new() { BeginGeneration = said.ToProto() },
        Say.KeepState said => new() { KeepState = said.ToProto() },
        Say.SetCheckpointAside said => new() { SetCheckpointAside = said.ToProto() },
        Say.NodeReports said => new() { NodeReports = said.ToProto() },
        Say.ReportsCommitted said => new() { ReportsCommitted = said.ToProto() },
        Say.ServeState said => new() { ServeState = said.ToProto() },
        Say.StateOffered said => new() { StateOffered = said.ToProto() },
        _ => throw new NotSupportedException($"{message.GetType().Name} has no protobuf form"),
    };

    /// <summary>The record form; null for a message that only a newer version knows.</summary>
    /// <exception cref="InvalidDataException">A part that every version sends is missing.</exception>
    public static ControlMessage? Decode(Proto.ControlMessage? message)
    {
        try
        {
            return message?.KindCase switch
            {
                Kind.Welcome => message.Welcome.ToRecord(),
                Kind.NodeJoins => message.NodeJoins.ToRecord(),
                Kind.RefuseNode => message.RefuseNode.ToRecord(),
                Kind.NodeLeaving => message.NodeLeaving.ToRecord(),
                Kind.Release => message.Release.ToRecord(),
                Kind.Rehearse => message.Rehearse.ToRecord(),
                Kind.NodeRehearsed => message.NodeRehearsed.ToRecord(),
                Kind.Halt => message.Halt.ToRecord(),
                Kind.EndGeneration => message.EndGeneration.ToRecord(),
                Kind.NodeStatus => message.NodeStatus.ToRecord(),
                Kind.PrepareGeneration => message.PrepareGeneration.ToRecord(),
                Kind.NodePrepared => message.NodePrepared.ToRecord(),
                Kind.PrepareFailed => message.PrepareFailed.ToRecord(),
                Kind.BeginGeneration => message.BeginGeneration.ToRecord(),
                Kind.KeepState => message.KeepState.ToRecord(),
                Kind.SetCheckpointAside => message.SetCheckpointAside.ToRecord(),
                Kind.NodeReports => message.NodeReports.ToRecord(),
                Kind.ReportsCommitted => message.ReportsCommitted.ToRecord(),
                Kind.ServeState => message.ServeState.ToRecord(),
                Kind.StateOffered => message.StateOffered.ToRecord(),
                _ => null,
            };
        }
        catch (NullReferenceException)
        {
            throw new InvalidDataException($"a {message!.KindCase} lacks a part that every version sends");
        }
    }
}
