using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Wire;

/// <summary>
/// The control lane over WebSockets: to each peer a line of its own, opened when first needed; on each watch a pulse of its own.
/// One per life of a node; the endpoint hands it the connections that peers open.
/// </summary>
internal sealed class ControlLane : IControlLane, IAsyncDisposable
{
    private readonly WireOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Dialler _dialler;
    private readonly InboundLines _inbound;
    private readonly ConcurrentDictionary<NodeId, Lazy<OutboundLine>> _lines = new();
    private readonly ConcurrentDictionary<NodeId, Lazy<PulseWatch>> _watches = new();
    private ulong _lastNumber;

    /// <param name="self">Who this node is and where it is spoken to.</param>
    /// <param name="options">Of the cluster.</param>
    /// <param name="clock">Paces pings and attempts.</param>
    /// <param name="log">Hears of refusals and of peers that cannot be reached.</param>
    public ControlLane(NodeAddress self, WireOptions options, TimeProvider clock, ILogger log)
    {
        Self = self;
        (_options, _clock, _log) = (options, clock, log);
        _dialler = new Dialler(options, self);
        _inbound = new InboundLines(self.Node, options, log);
    }

    /// <summary>This node.</summary>
    public NodeAddress Self { get; }

    /// <inheritdoc/>
    public void Open(ILaneListener listener) => _inbound.Open(listener);

    /// <inheritdoc/>
    public bool Send(NodeAddress to, ControlMessage message) =>
        _lines.GetOrAdd(to.Node, _ => new Lazy<OutboundLine>(() => new OutboundLine(to, _dialler, NextNumber, _options, _clock, _log))).Value.TrySend(message);

    /// <inheritdoc/>
    public void Watch(NodeAddress peer) =>
        _ = _watches.GetOrAdd(
            peer.Node, _ =>
                new Lazy<PulseWatch>(() => new PulseWatch(peer, _dialler, _options, _clock, (loss, explanation) => Lose(peer.Node, loss, explanation)))).Value;

    /// <inheritdoc/>
    public void Forget(NodeId peer)
    {
        // Both end in the background: whoever forgets a peer may be called by the very loop that has to end.
        if (_watches.TryRemove(peer, out var watch)) _ = watch.Value.DisposeAsync().AsTask();
        if (_lines.TryRemove(peer, out var line)) _ = line.Value.DisposeAsync().AsTask();
    }

    /// <summary>Serves a connection that a peer opened, until it ends.</summary>
    public Task ServeAsync(FrameSocket socket, string path, CancellationToken stopping) => _inbound.ServeAsync(socket, path, stopping);

    /// <summary>Lets all connections go. Peers that call again learn that this life of the node is over, and need not wait for its silence.</summary>
    public async ValueTask DisposeAsync()
    {
        await _inbound.DisposeAsync();
        foreach (var peer in _watches.Keys) if (_watches.TryRemove(peer, out var watch)) await watch.Value.DisposeAsync();
        foreach (var peer in _lines.Keys) if (_lines.TryRemove(peer, out var line)) await line.Value.DisposeAsync();
        _dialler.Dispose();
    }

    // One count for all peers: it rises towards each of them, also when a peer is forgotten and spoken to again.
    private ulong NextNumber() => Interlocked.Increment(ref _lastNumber);

    private void Lose(NodeId peer, PeerLoss loss, string explanation)
    {
        _log.PeerLost(peer, loss, explanation);
        if (_watches.TryRemove(peer, out var watch)) _ = watch.Value.DisposeAsync().AsTask();
        _inbound.Tell(peer, listener => listener.Lost(peer, loss, explanation));
    }
}
