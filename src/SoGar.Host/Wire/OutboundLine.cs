using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SoGar.Host.Wire.Frames;
using SoGar.Protocol.Cluster;

namespace SoGar.Host.Wire;

/// <summary>
/// All that goes from this node to one peer: a bounded queue and the connection it is emptied into, opened when there is something to send and
/// again after it broke. A message that broke the connection goes first on the next one under its old number, which the peer may have heard already.
/// </summary>
internal sealed class OutboundLine : IAsyncDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    private readonly NodeAddress _peer;
    private readonly Dialler _dialler;
    private readonly Func<ulong> _nextNumber;
    private readonly WireOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Channel<ControlMessage> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public OutboundLine(NodeAddress peer, Dialler dialler, Func<ulong> nextNumber, WireOptions options, TimeProvider clock, ILogger log)
    {
        (_peer, _dialler, _nextNumber, _options, _clock, _log) = (peer, dialler, nextNumber, options, clock, log);
        _queue = Channel.CreateBounded<ControlMessage>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        _running = Task.Run(() => RunAsync(_stopping.Token));
    }

    /// <summary>Queues a message.</summary>
    /// <returns>False when too much waits already.</returns>
    public bool TrySend(ControlMessage message) => _queue.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        Connection? connection = null;
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(stopping))
            {
                var frame = new Frame { Envelope = new Envelope { Sequence = _nextNumber(), Message = ControlCodec.Encode(message) } };
                while (connection is null || !await connection.TrySendAsync(frame, stopping))
                {
                    connection?.Dispose();
                    connection = await ConnectAsync(stopping);
                }
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // Nobody wants to talk to the peer any more.
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private async Task<Connection> ConnectAsync(CancellationToken stopping)
    {
        var wait = ShortestWait;
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new Connection(await _dialler.DialAsync(_peer, WirePaths.Lane, stopping));
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                if (isFirst) _log.LineUnavailable(_peer.Node, _peer.Url, failure.Message);
            }

            await _clock.PauseAsync(wait, stopping);
            wait = wait * 2 < _options.Detection / 4 ? wait * 2 : _options.Detection / 4;
        }
    }

    /// <summary>One connection; listens only to learn of its end, so that the next message is not lost into a dead one.</summary>
    private sealed class Connection : IDisposable
    {
        private readonly FrameSocket _socket;
        private readonly Task _ended;

        public Connection(FrameSocket socket)
        {
            _socket = socket;
            _ended = ListenAsync();
        }

        public async ValueTask<bool> TrySendAsync(Frame frame, CancellationToken stopping)
        {
            if (_ended.IsCompleted) return false;
            try
            {
                await _socket.SendAsync(frame, stopping);
                return true;
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                return false;
            }
        }

        public void Dispose() => _socket.Dispose();

        private async Task ListenAsync()
        {
            try
            {
                while (await _socket.ReceiveAsync(CancellationToken.None) is not null)
                {
                }
            }
            catch (Exception)
            {
                // Broken is ended too.
            }
        }
    }
}
