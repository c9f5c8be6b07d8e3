using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace SoGar.Host.Wire;

/// <summary>
/// The one port of a node: Kestrel, with the control lane, its pulse and the states for peers. It listens before the node has an identity, since the
/// store wants its URL first; callers wait at the door until <see cref="Serve"/>.
/// </summary>
internal sealed class NodeEndpoint : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly TaskCompletionSource _isServing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private volatile ControlLane? _lane;
    private int _isDisposed;

    private NodeEndpoint(WireOptions options, IPEndPoint at, StateOffers states)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(at, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (options.Certificates is { } certificates) listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificates.Own;
                    https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (shown, _, _) => certificates.Accepts(shown);
                });
            });
        });
        _server = builder.Build();
        _server.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        _server.Run(context => AnswerAsync(context, states));
        Url = "";
    }

    /// <summary>Where peers speak to this node.</summary>
    public string Url { get; private set; }

    /// <summary>Begins to listen.</summary>
    /// <param name="options">Of the cluster.</param>
    /// <param name="listen">Where; port 0 takes a free one.</param>
    /// <param name="states">Serves states to peers with a ticket.</param>
    /// <exception cref="WireConfigurationException">It cannot listen there, or must not without a token.</exception>
    public static async Task<NodeEndpoint> StartAsync(WireOptions options, ListenAddress listen, StateOffers states)
    {
        if (options is { Token: null, Certificates: null })
            throw new WireConfigurationException(
                "nodes that do not know each other may not talk: set SOGAR_CLUSTER_TOKEN to the same text on all nodes, or give cluster.tls certificates");
        var endpoint = new NodeEndpoint(options, listen.EndPoint, states);
        try
        {
            await endpoint._server.StartAsync();
        }
        catch (Exception refused) when (refused is IOException or System.Net.Sockets.SocketException)
        {
            await endpoint.DisposeAsync();
            throw new WireConfigurationException($"cannot listen at {listen}: {refused.Message}; give another --listen, or port 0 for any free one", refused);
        }

        var bound = new Uri(endpoint._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        endpoint.Url = $"{(options.Certificates is null ? "ws" : "wss")}://{listen.AdvertisedHost}:{bound.Port}";
        return endpoint;
    }

    /// <summary>From now on answers as the life of the node that <paramref name="lane"/> speaks for; an earlier one is over.</summary>
    public void Serve(ControlLane lane)
    {
        _lane = lane;
        _isServing.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, StateOffers states)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith(WirePaths.State + "/", StringComparison.Ordinal))
        {
            await states.AnswerAsync(context, path[(WirePaths.State.Length + 1)..]);
            return;
        }

        if (path is not (WirePaths.Lane or WirePaths.Pulse) || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
        await _isServing.Task.WaitAsync(ended.Token);
        using var socket = new FrameSocket(await context.WebSockets.AcceptWebSocketAsync());
        await _lane!.ServeAsync(socket, path, ended.Token);
    }
}
