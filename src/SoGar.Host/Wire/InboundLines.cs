using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using SoGar.Host.Wire.Frames;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Wire;

/// <summary>
/// What peers open to this node: shakes hands, answers pings, and hands messages to the listener, one at a time for each peer and each at most
/// once, whatever connections they come over. Lives that are outdated are not let in again.
/// </summary>
internal sealed class InboundLines(NodeId self, WireOptions options, ILogger log) : IAsyncDisposable
{
    private readonly TaskCompletionSource<ILaneListener> _listener = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<NodeId, Caller> _callers = new();
    private readonly ConcurrentDictionary<string, long> _newest = new();
    private readonly CancellationTokenSource _ended = new();
    private bool _isOver;

    public void Open(ILaneListener listener)
    {
        if (!_listener.TrySetResult(listener)) throw new InvalidOperationException("the lane is open already");
    }

    /// <summary>Calls the listener about a peer, between its messages.</summary>
    public void Tell(NodeId peer, Action<ILaneListener> say)
    {
        if (!_listener.Task.IsCompletedSuccessfully) return;
        lock (CallerOf(peer)) say(_listener.Task.Result);
    }

    /// <summary>Ends all connections, and refuses those to come: this life of the node is over.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isOver, true)) return;
        await _ended.CancelAsync();
        _ended.Dispose();
    }

    /// <summary>Serves one connection until it ends.</summary>
    public async Task ServeAsync(FrameSocket socket, string path, CancellationToken stopping)
    {
        try
        {
            var from = await ShakeHandsAsync(socket, stopping);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _ended.Token);
            if (path == WirePaths.Pulse) await AnswerPingsAsync(socket, either.Token);
            else await HearAsync(socket, from, either.Token);
        }
        catch (PeerRefusedException refused)
        {
            log.CallerRefused(refused.Message);
        }
        catch (InvalidDataException broken)
        {
            log.CallerBroken(broken.Message);
        }
        catch (Exception ended) when (ended is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Peers come and go; who watches them hears of it.
        }
    }

    private async Task<NodeAddress> ShakeHandsAsync(FrameSocket socket, CancellationToken stopping)
    {
        // A stranger who connects and says nothing is let go.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(options.Detection);
        var from = await Handshake.AnswerAsync(socket, options, self, Objection, patience.Token);
        _newest.AddOrUpdate(from.Node.Name, from.Node.Incarnation, (_, known) => Math.Max(known, from.Node.Incarnation));
        return from;
    }

    private Refusal? Objection(NodeId caller)
    {
        if (_ended.IsCancellationRequested) return new Refusal { Cause = Refusal.Types.Cause.Node, Reason = $"{self} takes part no more" };
        return _newest.TryGetValue(caller.Name, out var newest) && newest > caller.Incarnation
            ? new Refusal
            {
                Cause = Refusal.Types.Cause.Outdated,
                Reason = $"{caller} has a newer life, {caller.Name}#{newest}; this process is outdated " +
                "and has to end"
            }
            : null;
    }

    private static async Task AnswerPingsAsync(FrameSocket socket, CancellationToken stopping)
    {
        while (await socket.ReceiveAsync(stopping) is { } frame)
        {
            if (frame.Ping is { } ping) await socket.SendAsync(new Frame { Pong = new Pong { Number = ping.Number } }, stopping);
        }
    }

    private async Task HearAsync(FrameSocket socket, NodeAddress from, CancellationToken stopping)
    {
        var listener = await _listener.Task.WaitAsync(stopping);
        var caller = CallerOf(from.Node);
        while (await socket.ReceiveAsync(stopping) is { } frame)
        {
            if (frame.Envelope is not { } envelope) continue;
            var message = ControlCodec.Decode(envelope.Message);
            lock (caller)
            {
                if (envelope.Sequence <= caller.LastHeard) continue;
                caller.LastHeard = envelope.Sequence;
                if (message is null) log.MessageUnknown(from.Node);
                else listener.Hear(from, message);
            }
        }
    }

    private Caller CallerOf(NodeId peer) => _callers.GetOrAdd(peer, _ => new Caller());

    private sealed class Caller
    {
        public ulong LastHeard { get; set; }
    }
}
