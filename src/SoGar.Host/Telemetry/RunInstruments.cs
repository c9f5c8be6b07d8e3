using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SoGar.Host.Telemetry;

/// <summary>The names and units under which runs are measured; stable once shipped.</summary>
internal static class RunInstruments
{
    /// <summary>Of the meter and of the source of spans.</summary>
    public const string Name = "SoGar";

    private static readonly Meter Meter = new(Name);

    /// <summary>Spans: one per committed step, one per checkpoint.</summary>
    public static readonly ActivitySource Spans = new(Name);

    public static readonly Counter<long> Steps = Meter.CreateCounter<long>("sogar.steps", "{step}", "Steps that were committed");

    public static readonly Counter<long> Clips = Meter.CreateCounter<long>("sogar.clips", "{clip}", "Clips that committed steps trained on");

    public static readonly Counter<long> RedoneSteps = Meter.CreateCounter<long>("sogar.steps.redone", "{step}", "Attempts at a step beyond its first");

    public static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>("sogar.step.duration", "s", "Time of a step, of its slowest trainer");

    public static readonly Counter<double> DataWait = Meter.CreateCounter<double>("sogar.data.wait", "s", "Time that trainers waited for views");

    public static readonly Gauge<double> Loss = Meter.CreateGauge<double>("sogar.loss", description: "Mean loss over the samples of the newest step");

    public static readonly Gauge<double> EmbeddingDeviation =
        Meter.CreateGauge<double>(
            "sogar.embedding.std", description: "Mean deviation per dimension of the teacher's embeddings; near zero they have collapsed");

    public static readonly Counter<long> ReplacedSamples = Meter.CreateCounter<long>("sogar.samples.replaced", "{sample}", "Samples that could not be read");

    public static readonly Counter<long> Alarms = Meter.CreateCounter<long>("sogar.alarms", "{alarm}", "Signs of collapse");

    public static readonly Histogram<double> CheckpointDuration =
        Meter.CreateHistogram<double>("sogar.checkpoint.duration", "s", "Time from the copy of a state to its being whole on disk");

    public static readonly Counter<long> CheckpointBytes = Meter.CreateCounter<long>("sogar.checkpoint.size", "By", "Bytes of checkpoints written");
}
