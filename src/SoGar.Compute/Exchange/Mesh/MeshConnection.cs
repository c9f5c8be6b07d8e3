using System.Buffers.Binary;
using System.Net.Sockets;

namespace SoGar.Compute.Exchange.Mesh;

/// <summary>Hears what comes over a connection; called on the thread of the <see cref="MeshLoop"/>.</summary>
internal interface IMeshListener
{
    /// <summary>A frame came. <paramref name="payload"/> is borrowed for the call.</summary>
    void Hear(MeshConnection connection, FrameKind kind, ReadOnlySpan<byte> payload);

    /// <summary>Nothing more will come: the other side has closed it, or it broke.</summary>
    void End(MeshConnection connection, string how);
}

/// <summary>A connection between two processes. Frames are small, so that sending never waits: a peer that does not take them is as good as gone.</summary>
internal sealed class MeshConnection : IDisposable
{
    private readonly Lock _sending = new();
    private readonly byte[] _received = new byte[4096];
    private int _filled;

    /// <summary>Takes over a connected socket.</summary>
    public MeshConnection(Socket socket)
    {
        Socket = socket;
        socket.Blocking = false;
        socket.NoDelay = true;
    }

    /// <summary>For the loop to wait on.</summary>
    public Socket Socket { get; }

    /// <summary>Who hears it.</summary>
    public required IMeshListener Listener { get; set; }

    /// <summary>Where the other side is, for messages.</summary>
    public string Peer => field ??= Socket.RemoteEndPoint?.ToString() ?? "somewhere";

    /// <summary>Sends a whole frame, or nothing. Safe from any thread.</summary>
    /// <returns>False where the connection is gone or full.</returns>
    public bool Send(byte[] frame)
    {
        lock (_sending)
        {
            try
            {
                return Socket.Send(frame, SocketFlags.None, out _) == frame.Length;
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Reads what has come and hands it on; on the loop's thread.</summary>
    /// <returns>Null while the connection stands, else how it ended.</returns>
    public string? Read()
    {
        int count;
        SocketError outcome;
        try
        {
            count = Socket.Receive(_received.AsSpan(_filled), SocketFlags.None, out outcome);
        }
        catch (ObjectDisposedException)
        {
            // Another thread has closed it, and hears no more of it.
            return null;
        }

        if (outcome == SocketError.WouldBlock)
            return null;
        if (outcome != SocketError.Success)
            return $"its connection broke ({outcome})";
        if (count == 0)
            return "its connection was closed";
        _filled += count;
        return HandOn();
    }

    /// <summary>Tells the other side that nothing more comes.</summary>
    public void EndSending()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It knows already.
        }
    }

    /// <summary>Whether it has not been closed on this side.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Closes the socket.</summary>
    public void Dispose()
    {
        IsOpen = false;
        Socket.Dispose();
    }

    private string? HandOn()
    {
        var rest = _received.AsSpan(0, _filled);
        while (rest.Length >= Frame.HeaderBytes)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length is 0 or > Frame.MaxPayloadBytes + 1)
                return "it does not speak the exchange's protocol";
            if (rest.Length < length + sizeof(ushort))
                break;
            Listener.Hear(this, (FrameKind)rest[2], rest[Frame.HeaderBytes..(length + sizeof(ushort))]);
            rest = rest[(length + sizeof(ushort))..];
        }

        rest.CopyTo(_received);
        _filled = rest.Length;
        return null;
    }
}
