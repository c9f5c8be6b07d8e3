using SoGar.Protocol;
using SoGar.Protocol.Cluster.Messages;
using Proto = SoGar.Host.Wire.Contract;

namespace SoGar.Host.Wire.Mapping;

/// <summary>How nodes come and go.</summary>
internal static class AdmissionMapping
{
    public static Proto.Welcome ToProto(this Welcome said) => new() { Term = said.Term, Run = said.Run };

    public static Welcome ToRecord(this Proto.Welcome said) => new(said.Term, said.Run);

    public static Proto.NodeJoins ToProto(this NodeJoins said) =>
        new() { Term = said.Term, Run = said.Run, Offer = said.Offer.ToProto(), Standing = said.Standing.ToProto() };

    public static NodeJoins ToRecord(this Proto.NodeJoins said) => new(said.Term, said.Run, said.Offer.ToRecord(), said.Standing.ToRecord());

    public static Proto.RefuseNode ToProto(this RefuseNode said) => new() { Term = said.Term, Reason = said.Reason };

    public static RefuseNode ToRecord(this Proto.RefuseNode said) => new(said.Term, said.Reason);

    public static Proto.Rehearse ToProto(this Rehearse said) =>
        new() { Term = said.Term, Step = said.Step, Trainers = { said.Trainers.Select(GenerationMapping.ToProto) } };

    public static Rehearse ToRecord(this Proto.Rehearse said) => new(said.Term, said.Step, [.. said.Trainers.Select(GenerationMapping.ToRecord)]);

    public static Proto.NodeRehearsed ToProto(this NodeRehearsed said) => new() { Term = said.Term };

    public static NodeRehearsed ToRecord(this Proto.NodeRehearsed said) => new(said.Term);

    public static Proto.NodeLeaving ToProto(this NodeLeaving said) => new() { Term = said.Term, Reason = said.Reason, AtOnce = said.AtOnce };

    public static NodeLeaving ToRecord(this Proto.NodeLeaving said) => new(said.Term, said.Reason, said.AtOnce);

    public static Proto.Release ToProto(this Release said) => new() { Term = said.Term, Reason = said.Reason, RunHasEnded = said.RunHasEnded };

    public static Release ToRecord(this Proto.Release said) => new(said.Term, said.Reason, said.RunHasEnded);

    private static Proto.NodeOffer ToProto(this NodeOffer offer) => new()
    {
        Trainers = offer.Trainers,
        Profile = offer.Profile,
        Recipe = offer.Recipe.Hex,
        Data = offer.Data.Hex,
        SampleCount = offer.SampleCount,
        Checkpoints = { offer.Checkpoints.Select(one => new Proto.CheckpointOffer { Done = one.Done, Folder = one.Folder, Digests = one.Digests.ToProto() }) },
    };

    private static NodeOffer ToRecord(this Proto.NodeOffer offer) => new(
        offer.Trainers,
        offer.Profile,
        new Digest(offer.Recipe),
        new Digest(offer.Data),
        offer.SampleCount,
        [.. offer.Checkpoints.Select(one => new CheckpointOffer(one.Done, one.Folder, one.Digests.ToRecord()))]);
}
