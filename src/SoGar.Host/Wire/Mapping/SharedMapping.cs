using SoGar.Protocol;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Runs;
using Proto = SoGar.Host.Wire.Contract;

namespace SoGar.Host.Wire.Mapping;

/// <summary>What several groups of messages hold.</summary>
internal static class SharedMapping
{
    public static Proto.NodeId ToProto(this NodeId id) => new() { Name = id.Name, Incarnation = id.Incarnation };

    public static NodeId ToRecord(this Proto.NodeId id) => new(id.Name, id.Incarnation);

    public static Proto.NodeAddress ToProto(this NodeAddress address) => new() { Node = address.Node.ToProto(), Url = address.Url };

    public static NodeAddress ToRecord(this Proto.NodeAddress address) => new(address.Node.ToRecord(), address.Url);

    public static Proto.TrainerId ToProto(this TrainerId id) => new() { Index = id.Index };

    public static TrainerId ToRecord(this Proto.TrainerId id) => new(id.Index);

    public static Proto.StepFingerprint ToProto(this StepFingerprint fingerprint) => new() { Student = fingerprint.Student, Teacher = fingerprint.Teacher };

    public static StepFingerprint ToRecord(this Proto.StepFingerprint fingerprint) => new(fingerprint.Student, fingerprint.Teacher);

    public static Proto.StateDigests ToProto(this StateDigests digests) =>
        new() { Student = digests.Student.Hex, Teacher = digests.Teacher.Hex, Optimizer = digests.Optimizer.Hex };

    public static StateDigests ToRecord(this Proto.StateDigests digests) =>
        new(new Digest(digests.Student), new Digest(digests.Teacher), new Digest(digests.Optimizer));

    public static Proto.NodeStanding ToProto(this NodeStanding standing) => new()
    {
        Generation = standing.Generation,
        IsResting = standing.IsResting,
        HasState = standing.HasState,
        Done = standing.Done,
        Fingerprint = standing.Fingerprint.ToProto(),
        Trainers = { standing.Trainers.Select(ToProto) },
        NextGeneration = standing.NextGeneration,
        Endpoint = standing.Endpoint,
        LastReport = standing.LastReport,
    };

    public static NodeStanding ToRecord(this Proto.NodeStanding standing) => new(
        standing.Generation,
        standing.IsResting,
        standing.HasState,
        standing.Done,
        standing.Fingerprint.ToRecord(),
        [.. standing.Trainers.Select(ToRecord)],
        standing.NextGeneration,
        standing.Endpoint,
        standing.LastReport);
}
