using System.Buffers;
using System.Net.WebSockets;
using Google.Protobuf;
using SoGar.Host.Wire.Frames;

namespace SoGar.Host.Wire;

/// <summary>
/// A WebSocket that carries frames: each one binary message. One sender and one receiver at a time; disposing it breaks the connection.
/// </summary>
internal sealed class FrameSocket(WebSocket socket) : IDisposable
{
    /// <summary>A larger frame is not a small message, and ends the connection.</summary>
    public const int MaxFrameBytes = 1 << 20;

    private const int FirstBuffer = 4096;
    private byte[] _incoming = new byte[FirstBuffer];

    /// <summary>Writes one frame.</summary>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async ValueTask SendAsync(Frame frame, CancellationToken stopping)
    {
        var size = frame.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            frame.WriteTo(buffer.AsSpan(0, size));
            await socket.SendAsync(buffer.AsMemory(0, size), WebSocketMessageType.Binary, endOfMessage: true, stopping);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads one frame.</summary>
    /// <returns>Null once the other side has closed the connection.</returns>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    public async ValueTask<Frame?> ReceiveAsync(CancellationToken stopping)
    {
        var filled = 0;
        while (true)
        {
            if (filled == _incoming.Length) Grow();
            var read = await socket.ReceiveAsync(_incoming.AsMemory(filled), stopping);
            if (read.MessageType == WebSocketMessageType.Close) return null;
            filled += read.Count;
            if (read.EndOfMessage) return Parse(_incoming.AsSpan(0, filled));
        }
    }

    /// <summary>
    /// Sends a last frame and waits until the other side has read it and hung up: a connection that is broken at once takes the frame with it.
    /// </summary>
    public async Task PartAsync(Frame last, CancellationToken stopping)
    {
        await SendAsync(last, stopping);
        await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, null, stopping);
        while (await ReceiveAsync(stopping) is not null)
        {
        }
    }

    public void Dispose()
    {
        socket.Abort();
        socket.Dispose();
    }

    private static Frame Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Frame.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException broken)
        {
            throw new InvalidDataException($"{bytes.Length} bytes that are no frame came over a control connection: {broken.Message}", broken);
        }
    }

    private void Grow()
    {
        if (_incoming.Length >= MaxFrameBytes) throw new InvalidDataException($"a frame of more than {MaxFrameBytes} bytes came over a control connection");
        Array.Resize(ref _incoming, Math.Min(MaxFrameBytes, _incoming.Length * 4));
    }
}
