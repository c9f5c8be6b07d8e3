using SoGar.Protocol.Cluster.Messages;
using Proto = SoGar.Host.Wire.Contract;

namespace SoGar.Host.Wire.Mapping;

/// <summary>How generations end, form and begin.</summary>
internal static class GenerationMapping
{
    public static Proto.Halt ToProto(this Halt said) => new() { Term = said.Term, NextGeneration = said.NextGeneration, Reason = said.Reason };

    public static Halt ToRecord(this Proto.Halt said) => new(said.Term, said.NextGeneration, said.Reason);

    public static Proto.EndGeneration ToProto(this EndGeneration said) =>
        new() { Term = said.Term, Generation = said.Generation, NextGeneration = said.NextGeneration, Reason = said.Reason };

    public static EndGeneration ToRecord(this Proto.EndGeneration said) => new(said.Term, said.Generation, said.NextGeneration, said.Reason);

    public static Proto.NodeStatus ToProto(this NodeStatus said) => new() { Term = said.Term, Standing = said.Standing.ToProto() };

    public static NodeStatus ToRecord(this Proto.NodeStatus said) => new(said.Term, said.Standing.ToRecord());

    public static Proto.PrepareGeneration ToProto(this PrepareGeneration said) =>
        new() { Term = said.Term, Generation = said.Generation, Source = said.Source.ToProto() };

    public static PrepareGeneration ToRecord(this Proto.PrepareGeneration said) => new(said.Term, said.Generation, said.Source.ToRecord());

    public static Proto.NodePrepared ToProto(this NodePrepared said) =>
        new() { Term = said.Term, Generation = said.Generation, Standing = said.Standing.ToProto(), Seconds = said.Seconds };

    public static NodePrepared ToRecord(this Proto.NodePrepared said) => new(said.Term, said.Generation, said.Standing.ToRecord(), said.Seconds);

    public static Proto.PrepareFailed ToProto(this PrepareFailed said) => new() { Term = said.Term, Generation = said.Generation, Reason = said.Reason };

    public static PrepareFailed ToRecord(this Proto.PrepareFailed said) => new(said.Term, said.Generation, said.Reason);

    public static Proto.BeginGeneration ToProto(this BeginGeneration said) =>
        new() { Term = said.Term, Generation = said.Generation, Members = { said.Members.Select(ToProto) }, FirstStep = said.FirstStep };

    public static BeginGeneration ToRecord(this Proto.BeginGeneration said) =>
        new(said.Term, said.Generation, [.. said.Members.Select(ToRecord)], said.FirstStep);

    public static Proto.KeepState ToProto(this KeepState said) => new() { Term = said.Term, Done = said.Done };

    public static KeepState ToRecord(this Proto.KeepState said) => new(said.Term, said.Done);

    public static Proto.SetCheckpointAside ToProto(this SetCheckpointAside said) =>
        new() { Term = said.Term, Done = said.Done, Digests = said.Digests.ToProto() };

    public static SetCheckpointAside ToRecord(this Proto.SetCheckpointAside said) => new(said.Term, said.Done, said.Digests.ToRecord());

    private static Proto.GenerationMember ToProto(this GenerationMember member) => new()
    {
        Node = member.Node.ToProto(),
        Rank = member.Rank,
        Endpoint = member.Endpoint,
        Trainers = { member.Trainers.Select(ToProto) },
    };

    private static GenerationMember ToRecord(this Proto.GenerationMember member) => new(
        member.Node.ToRecord(),
        member.Rank,
        member.Endpoint,
        [.. member.Trainers.Select(ToRecord)]);

    internal static Proto.TrainerShare ToProto(this TrainerShare share) => new() { Trainer = share.Trainer.ToProto(), Shards = { share.Shards } };

    internal static TrainerShare ToRecord(this Proto.TrainerShare share) => new(share.Trainer.ToRecord(), [.. share.Shards]);
}
