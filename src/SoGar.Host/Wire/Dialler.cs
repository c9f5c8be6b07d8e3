using System.Net.Sockets;
using System.Net.WebSockets;
using SoGar.Protocol.Cluster;

namespace SoGar.Host.Wire;

/// <summary>Opens connections to peers: connects, upgrades, shakes hands. Safe from any thread.</summary>
internal sealed class Dialler : IDisposable
{
    private readonly WireOptions _options;
    private readonly NodeAddress _self;
    private readonly HttpMessageInvoker _http;

    public Dialler(WireOptions options, NodeAddress self)
    {
        (_options, _self) = (options, self);
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectTimeout = options.Detection };
        if (options.Certificates is { } certificates) handler.SslOptions = certificates.ForClient();
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>A connection that has passed its handshake.</summary>
    /// <param name="peer">Whom to call; another node there is refused.</param>
    /// <param name="path">One of <see cref="WirePaths"/>.</param>
    /// <param name="stopping">Gives up. Beside it, everything takes at most the detection time.</param>
    /// <exception cref="PeerRefusedException">The peer refused us, or we it.</exception>
    /// <exception cref="WebSocketException">There is no way to it; <see cref="IsNobodyThere"/> tells whether its port is closed.</exception>
    /// <exception cref="TimeoutException">It took longer than the detection time.</exception>
    public async Task<FrameSocket> DialAsync(NodeAddress peer, string path, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(_options.Detection);
        var client = new ClientWebSocket();
        var socket = new FrameSocket(client);
        try
        {
            client.Options.KeepAliveInterval = TimeSpan.Zero;   // the pulse looks after that
            await client.ConnectAsync(new Uri(peer.Url + path), _http, patience.Token);
            await Handshake.CallAsync(socket, _options, _self, peer.Node, patience.Token);
            return socket;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"{peer.Node} did not answer at {peer.Url} within {_options.Detection.TotalSeconds:0.#} s");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether a connection failed because nothing listens on the peer's port: its process is gone, not its network.</summary>
    public static bool IsNobodyThere(Exception failure) =>
        failure is SocketException { SocketErrorCode: SocketError.ConnectionRefused } || (failure.InnerException is { } inner && IsNobodyThere(inner));

    public void Dispose() => _http.Dispose();
}
