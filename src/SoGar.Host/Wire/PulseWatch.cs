using System.Net.WebSockets;
using SoGar.Host.Wire.Frames;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using Cause = SoGar.Host.Wire.Frames.Refusal.Types.Cause;

namespace SoGar.Host.Wire;

/// <summary>
/// Watches one peer on a connection of its own: a ping in each period, and a <see cref="SilenceClock"/> over what comes back. When the
/// connection breaks it is opened again at once: a closed port says that the process has ended, milliseconds after it did.
/// </summary>
internal sealed class PulseWatch : IAsyncDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5);

    private readonly NodeAddress _peer;
    private readonly Dialler _dialler;
    private readonly TimeProvider _clock;
    private readonly Action<PeerLoss, string> _lost;
    private readonly SilenceClock _silence;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private int _isLost;
    private long _heard;
    private FrameSocket? _socket;

    /// <param name="peer">Whom to watch.</param>
    /// <param name="dialler">Opens connections.</param>
    /// <param name="options">Of the cluster.</param>
    /// <param name="clock">Paces the pings.</param>
    /// <param name="lost">Called once, if the peer is lost before the watch is disposed.</param>
    public PulseWatch(NodeAddress peer, Dialler dialler, WireOptions options, TimeProvider clock, Action<PeerLoss, string> lost)
    {
        (_peer, _dialler, _clock, _lost) = (peer, dialler, clock, lost);
        _silence = new SilenceClock(options.Detection);
        _running = Task.Run(() => Task.WhenAll(ConnectAsync(_stopping.Token), TickAsync(_stopping.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task TickAsync(CancellationToken stopping)
    {
        using var ticks = new PeriodicTimer(_silence.Period, _clock);
        try
        {
            var last = _clock.GetTimestamp();
            ulong number = 0;
            while (await ticks.WaitForNextTickAsync(stopping))
            {
                var now = _clock.GetTimestamp();
                if (Interlocked.Exchange(ref _heard, 0) != 0) _silence.Hear();
                if (_silence.Tick(_clock.GetElapsedTime(last, now)))
                {
                    Lose(PeerLoss.Silent, $"nothing came from {_peer.Url} for {_silence.Silence.TotalSeconds:0.0} s: hung, paused or cut off");
                    return;
                }

                last = now;
                if (Volatile.Read(ref _socket) is { } socket) await PingAsync(socket, ++number, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Forgotten.
        }
    }

    private async Task ConnectAsync(CancellationToken stopping)
    {
        var wait = ShortestWait;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var socket = await _dialler.DialAsync(_peer, WirePaths.Pulse, stopping);
                wait = ShortestWait;
                Interlocked.Exchange(ref _heard, 1);
                Volatile.Write(ref _socket, socket);
                while (await socket.ReceiveAsync(stopping) is not null) Interlocked.Exchange(ref _heard, 1);
            }
            catch (PeerRefusedException refused)
            {
                var isOther = refused.Cause is Cause.Node;
                Lose(isOther ? PeerLoss.Ended : PeerLoss.Refused, $"{_peer.Url} says: {refused.Message}");
                return;
            }
            catch (Exception failure) when (Dialler.IsNobodyThere(failure))
            {
                Lose(PeerLoss.Ended, $"nothing listens at {_peer.Url} any more");
                return;
            }
            catch (Exception broken) when (
                broken is WebSocketException or IOException or TimeoutException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
            {
                // A broken connection says nothing yet: the next attempt, or the silence, will.
            }
            finally
            {
                Volatile.Write(ref _socket, null);
            }

            try
            {
                await _clock.PauseAsync(wait, stopping);
                wait = wait * 2 < _silence.Period ? wait * 2 : _silence.Period;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // A ping that cannot be written for a whole period is part of the silence; the ticks go on.
    private async Task PingAsync(FrameSocket socket, ulong number, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(_silence.Period);
        try
        {
            await socket.SendAsync(new Frame { Ping = new Ping { Number = number } }, patience.Token);
        }
        catch (Exception broken) when (
            broken is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException && !stopping.IsCancellationRequested)
        {
            socket.Dispose();
        }
    }

    private void Lose(PeerLoss loss, string explanation)
    {
        if (_stopping.IsCancellationRequested || Interlocked.Exchange(ref _isLost, 1) != 0) return;
        _stopping.Cancel();
        _lost(loss, explanation);
    }
}
