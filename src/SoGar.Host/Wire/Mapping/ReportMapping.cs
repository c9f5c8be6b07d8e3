using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using Kind = SoGar.Host.Wire.Contract.NodeReport.KindOneofCase;
using Proto = SoGar.Host.Wire.Contract;

namespace SoGar.Host.Wire.Mapping;

/// <summary>What nodes report of their run.</summary>
internal static class ReportMapping
{
    public static Proto.NodeReports ToProto(this NodeReports said) =>
        new() { Term = said.Term, First = said.First, Reports = { said.Reports.Select(ToProto) }, Acknowledged = said.Acknowledged };

    public static NodeReports ToRecord(this Proto.NodeReports said) => new(said.Term, said.First, [.. said.Reports.Select(ToRecord)], said.Acknowledged);

    public static Proto.ReportsCommitted ToProto(this ReportsCommitted said) => new() { Term = said.Term, UpTo = said.UpTo };

    public static ReportsCommitted ToRecord(this Proto.ReportsCommitted said) => new(said.Term, said.UpTo);

    private static Proto.NodeReport ToProto(this NodeReport report) => report switch
    {
        StepFinished finished => new() { StepFinished = new() { Generation = finished.Generation, Report = finished.Report.ToProto() } },
        TrainerRested rested => new() { TrainerRested = new() { Generation = rested.Generation, Trainer = rested.Trainer.ToProto(), Done = rested.Done } },
        TrainerStranded stranded => new() { TrainerStranded = stranded.ToProto() },
        StateDamaged damaged => new()
        {
            StateDamaged = new() { Generation = damaged.Generation, Trainer = damaged.Trainer.ToProto(), Step = damaged.Step, Tensor = damaged.Tensor },
        },
        StepRefused refused => new()
        {
            StepRefused = new()
            {
                Generation = refused.Generation,
                Trainer = refused.Trainer.ToProto(),
                Step = refused.Step,
                Explanation = refused.Explanation
            },
        },
        SamplesReplaced replaced => new() { SamplesReplaced = replaced.ToProto() },
        DataUnusable unusable => new() { DataUnusable = new() { Explanation = unusable.Explanation } },
        CheckpointTaken taken =>
            new() { CheckpointTaken = new() { Receipt = taken.Receipt.ToProto(), Elapsed = taken.Elapsed.ToDuration(), State = taken.State.ToProto() } },
        CheckpointMissed missed => new() { CheckpointMissed = new() { Done = missed.Done, Reason = missed.Reason } },
        _ => throw new NotSupportedException($"{report.GetType().Name} has no protobuf form"),
    };

    // A report that this version does not know must not be dropped: the reports behind it would take its number.
    private static NodeReport ToRecord(this Proto.NodeReport report) => report.KindCase switch
    {
        Kind.StepFinished => new StepFinished(report.StepFinished.Generation, report.StepFinished.Report.ToRecord()),
        Kind.TrainerRested => new TrainerRested(report.TrainerRested.Generation, report.TrainerRested.Trainer.ToRecord(), report.TrainerRested.Done),
        Kind.TrainerStranded => report.TrainerStranded.ToRecord(),
        Kind.StateDamaged => new StateDamaged(
            report.StateDamaged.Generation, report.StateDamaged.Trainer.ToRecord(), report.StateDamaged.Step, report.StateDamaged.Tensor),
        Kind.StepRefused => new StepRefused(
            report.StepRefused.Generation, report.StepRefused.Trainer.ToRecord(), report.StepRefused.Step, report.StepRefused.Explanation),
        Kind.SamplesReplaced => new SamplesReplaced([.. report.SamplesReplaced.Samples.Select(one => new ReplacedSample(one.Sample, one.StandIn, one.Reason))]),
        Kind.DataUnusable => new DataUnusable(report.DataUnusable.Explanation),
        Kind.CheckpointTaken => new CheckpointTaken(
            report.CheckpointTaken.Receipt.ToRecord(), report.CheckpointTaken.Elapsed.ToTimeSpan(), report.CheckpointTaken.State.ToRecord()),
        Kind.CheckpointMissed => new CheckpointMissed(report.CheckpointMissed.Done, report.CheckpointMissed.Reason),
        _ => throw new InvalidDataException("a node reported something that only a newer version knows; run the same version on all nodes"),
    };

    private static Proto.StepReport ToProto(this StepReport report) => new()
    {
        Trainer = report.Trainer.ToProto(),
        Step = report.Step,
        Fingerprint = report.Fingerprint.ToProto(),
        Reading = report.Reading.ToProto(),
        Attempts = report.Attempts,
        Elapsed = report.Elapsed.ToDuration(),
        DataWait = report.DataWait.ToDuration(),
        Busy = report.Busy.ToDuration(),
    };

    private static StepReport ToRecord(this Proto.StepReport report) => new(
        report.Trainer.ToRecord(),
        report.Step,
        report.Fingerprint.ToRecord(),
        report.Reading.ToRecord(),
        report.Attempts,
        report.Elapsed.ToTimeSpan(),
        report.DataWait.ToTimeSpan(),
        report.Busy.ToTimeSpan());

    private static Proto.StepReading ToProto(this StepReading reading) => new()
    {
        Loss = reading.Loss,
        Tcl = reading.Tcl,
        Scl = reading.Scl,
        EmbeddingStd = reading.EmbeddingStd,
        TargetEntropy = reading.TargetEntropy,
        ClipCosine = reading.ClipCosine,
        LearningRate = reading.LearningRate,
        Parts = reading.Parts is null ? null : new() { ByName = { reading.Parts } },
    };

    private static StepReading ToRecord(this Proto.StepReading reading) => new(
        reading.Loss, reading.Tcl, reading.Scl, reading.EmbeddingStd, reading.TargetEntropy, reading.ClipCosine, reading.LearningRate)
    {
        Parts = reading.Parts?.ByName.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    private static Proto.TrainerStranded ToProto(this TrainerStranded stranded) => new()
    {
        Generation = stranded.Generation,
        Trainer = stranded.Trainer.ToProto(),
        Step = stranded.Step,
        Cause = stranded.Cause,
        Suspect = stranded.Suspect?.ToProto(),
    };

    private static TrainerStranded ToRecord(this Proto.TrainerStranded stranded) => new(
        stranded.Generation, stranded.Trainer.ToRecord(), stranded.Step, stranded.Cause, stranded.Suspect?.ToRecord());

    private static Proto.SamplesReplaced ToProto(this SamplesReplaced replaced) =>
        new() { Samples = { replaced.Samples.Select(one => new Proto.ReplacedSample { Sample = one.Sample, StandIn = one.StandIn, Reason = one.Reason }) } };

    private static Proto.CheckpointReceipt ToProto(this CheckpointReceipt receipt) =>
        new() { Done = receipt.Done, Folder = receipt.Folder, Bytes = receipt.Bytes, Digests = receipt.Digests.ToProto() };

    private static CheckpointReceipt ToRecord(this Proto.CheckpointReceipt receipt) =>
        new(receipt.Done, receipt.Folder, receipt.Bytes, receipt.Digests.ToRecord());
}
