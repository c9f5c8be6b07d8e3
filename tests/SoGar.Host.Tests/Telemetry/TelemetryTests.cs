using SoGar.Host.Recipes;
using SoGar.Host.Telemetry;
using SoGar.Protocol;
using SoGar.Protocol.Events;
using SoGar.Protocol.Runs;

namespace SoGar.Host.Tests.Telemetry;

public sealed class TelemetryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_opened_without_an_endpoint() => Assert.Null(TelemetryExport.OpenIfConfigured(_ => null));

    [Fact]
    public async Task A_run_reaches_the_endpoint_as_metrics_spans_and_lines()
    {
        await using var collector = await OtlpCollector.OpenAsync();
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        using (var export = TelemetryExport.OpenIfConfigured(Environment.GetEnvironmentVariable))
        {
            var recipe = RecipeReader.OfThisProcess.Read("tiny", []);
            var telemetry = new RunTelemetry("tiny-7", recipe, export!.Logs.CreateLogger("SoGar.Run"));
            foreach (var happened in Story()) telemetry.Observe(happened with { At = Noon });
        }

        Assert.All(
            ["sogar.step.duration", "sogar.loss", "sogar.clips", "sogar.checkpoint.size", "sogar.samples.replaced", "tiny-7"],
            name => Assert.Contains(name, collector.Of("metrics"), StringComparison.Ordinal));
        Assert.All(["step", "checkpoint", "sogar.attempts", "tiny-7"], name => Assert.Contains(name, collector.Of("traces"), StringComparison.Ordinal));
        Assert.All(
            ["Run tiny-7 started", "replaced a.mp4 by b.mp4: no video stream", "wrote its state after 1 steps", "Run tiny-7 finished 1 steps"],
            line => Assert.Contains(line, collector.Of("logs"), StringComparison.Ordinal));
    }

    private static IEnumerable<RunEvent> Story()
    {
        var digest = Digest.Of([1, 2, 3]);
        yield return new RunStarted("steps = 1", "cpu", 16, "00");
        yield return new GenerationFormed(1, 2, 0);
        yield return new SampleReplaced("a.mp4", "b.mp4", "no video stream");
        yield return new StepCommitted(0, "0-0", new StepReading(1.5, 1, 0.5, 0.06, 0.8, 0, 1e-3), 2, 0.25, 0.01);
        yield return new CheckpointWritten(1, "step-00000001", 1000, new StateDigests(digest, digest, digest), 0.1);
        yield return new RunFinished(1, new StateDigests(digest, digest, digest), 0.25);
    }
}
