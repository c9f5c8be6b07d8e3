using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SoGar.Host.Tests.Telemetry;

/// <summary>An OTLP endpoint on loopback that keeps what it is sent.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, string> _received = new();

    private OtlpCollector(WebApplication server) => _server = server;

    public string Url => _server.Urls.Single();

    public static async Task<OtlpCollector> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var collector = new OtlpCollector(server);
        server.MapPost("/v1/{signal}", collector.KeepAsync);
        await server.StartAsync();
        return collector;
    }

    /// <summary>All bytes of a signal ("logs", "metrics", "traces") as Latin-1, in which protobuf's strings stand readable.</summary>
    public string Of(string signal) => _received.GetValueOrDefault(signal, "");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IResult> KeepAsync(HttpRequest request, string signal)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _received.AddOrUpdate(signal, _ => Text(body), (_, before) => before + Text(body));
        return Results.Ok();
    }

    private static string Text(MemoryStream body) => Encoding.Latin1.GetString(body.ToArray());
}
