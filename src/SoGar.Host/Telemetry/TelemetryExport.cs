using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SoGar.Host.Telemetry;

/// <summary>
/// Sends what this process tells of its runs to an OTLP endpoint (Seq, Grafana, a collector): logs, metrics and traces. Configured by the standard
/// variables: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_EXPORTER_OTLP_HEADERS</c>, <c>OTEL_SERVICE_NAME</c>,
/// <c>OTEL_RESOURCE_ATTRIBUTES</c>. The journal is the record of a run: what cannot be sent is dropped and costs no step.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const int MillisecondsForTheRest = 3_000;

    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;
    private readonly ILoggerFactory _logs;

    private TelemetryExport()
    {
        var resource = ResourceBuilder.CreateDefault().AddService("sogar", serviceVersion: ServiceVersion).AddEnvironmentVariableDetector();
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(RunInstruments.Name).AddOtlpExporter().Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(RunInstruments.Name).AddOtlpExporter().Build();
        _logs = LoggerFactory.Create(logs => logs.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(resource);
            options.IncludeFormattedMessage = true;
            options.AddOtlpExporter();
        }));
    }

    /// <summary>Makes the loggers whose lines are sent.</summary>
    public ILoggerFactory Logs => _logs;

    private static string ServiceVersion => typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Begins to send, or gives null where no endpoint is configured.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static TelemetryExport? OpenIfConfigured(Func<string, string?> variable) =>
        string.IsNullOrWhiteSpace(variable(EndpointVariable)) ? null : new TelemetryExport();

    /// <summary>Sends what still waits, for a few seconds at most.</summary>
    public void Dispose()
    {
        _meters.ForceFlush(MillisecondsForTheRest);
        _traces.ForceFlush(MillisecondsForTheRest);
        _logs.Dispose();
        _traces.Dispose();
        _meters.Dispose();
    }
}
