using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SoGar.Compute.Exchange.Mesh;

/// <summary>
/// The thread that waits on all sockets of a process's exchanges and gives the beat. It is its own, not the pool's: signs of life must go out however
/// busy the pool is.
/// </summary>
internal sealed class MeshLoop : IDisposable
{
    /// <summary>Between two signs of life. Silence is counted in beats of one's own, so that who was paused itself does not blame the others.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private const int BeatsOfRetirement = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<Socket, MeshConnection> _connections = [];
    private readonly Dictionary<Socket, Action> _doors = [];
    private readonly List<(MeshConnection Connection, int BeatsLeft)> _retired = [];
    private readonly Socket _wake;
    private readonly Action _onBeat;
    private readonly Thread _thread;
    private volatile bool _isOver;

    /// <summary>Begins to wait.</summary>
    /// <param name="onBeat">Called on the loop's thread at each beat.</param>
    public MeshLoop(Action onBeat)
    {
        _onBeat = onBeat;
        // A socket that is connected to itself: who adds a connection writes a byte to it, so that the loop waits on that one too.
        _wake = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        _wake.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wake.Connect(_wake.LocalEndPoint!);
        _thread = new Thread(Run) { IsBackground = true, Name = "exchange mesh", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Calls <paramref name="onKnock"/> whenever somebody dials <paramref name="listener"/>, which stays the caller's.</summary>
    public void Watch(Socket listener, Action onKnock)
    {
        lock (_gate) _doors.Add(listener, onKnock);
        Wake();
    }

    /// <summary>Reads a connection from now on; the loop closes it when it ends.</summary>
    public void Add(MeshConnection connection)
    {
        lock (_gate) _connections.Add(connection.Socket, connection);
        Wake();
    }

    /// <summary>
    /// Says nothing more on a connection and hears no more of it. It is closed once the other side has closed it too, or after some beats: closed at
    /// once, with something unread, it would take the last words with it.
    /// </summary>
    public void Retire(MeshConnection connection)
    {
        connection.EndSending();
        connection.Listener = Deaf.Instance;
        lock (_gate) _retired.Add((connection, BeatsOfRetirement));
    }

    /// <summary>Ends the thread and closes what is open.</summary>
    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        Wake();
        _thread.Join();
        foreach (var connection in _connections.Values) connection.Dispose();
        _wake.Dispose();
    }

    private void Wake() => _wake.Send([0], SocketFlags.None, out _);

    private void Run()
    {
        var last = Stopwatch.GetTimestamp();
        while (!_isOver)
        {
            var ready = Sockets();
            var left = Beat - Stopwatch.GetElapsedTime(last);
            Wait(ready, left > TimeSpan.Zero ? left : TimeSpan.Zero);
            foreach (var socket in ready) Serve(socket);
            if (Stopwatch.GetElapsedTime(last) < Beat)
                continue;
            last = Stopwatch.GetTimestamp();
            CloseRetired();
            _onBeat();
        }
    }

    private void CloseRetired()
    {
        lock (_gate)
        {
            for (var i = _retired.Count - 1; i >= 0; i--)
            {
                var (connection, beatsLeft) = _retired[i];
                _retired[i] = (connection, beatsLeft - 1);
                if (connection.IsOpen && beatsLeft > 0) continue;
                _retired.RemoveAt(i);
                Close(connection);
            }
        }
    }

    private List<Socket> Sockets()
    {
        lock (_gate) return [_wake, .. _doors.Keys, .. _connections.Keys];
    }

    // Leaves in the list what can be read.
    private static void Wait(List<Socket> sockets, TimeSpan longest)
    {
        try
        {
            Socket.Select(sockets, null, null, longest);
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
            // One was closed meanwhile by another thread; the next turn does not have it any more.
            sockets.Clear();
        }
    }

    private void Serve(Socket socket)
    {
        if (socket == _wake)
        {
            Span<byte> one = stackalloc byte[1];
            while (_wake.Available > 0) _wake.Receive(one, SocketFlags.None, out _);
            return;
        }

        Action? door;
        MeshConnection? connection;
        lock (_gate)
        {
            _doors.TryGetValue(socket, out door);
            _connections.TryGetValue(socket, out connection);
        }

        door?.Invoke();
        if (connection is not null) Read(connection);
    }

    private void Read(MeshConnection connection)
    {
        if (connection.Read() is not { } end) return;
        Close(connection);
        connection.Listener.End(connection, end);
    }

    private void Close(MeshConnection connection)
    {
        lock (_gate) _connections.Remove(connection.Socket);
        connection.Dispose();
    }

    private sealed class Deaf : IMeshListener
    {
        public static readonly Deaf Instance = new();

        public void Hear(MeshConnection connection, FrameKind kind, ReadOnlySpan<byte> payload)
        {
        }

        public void End(MeshConnection connection, string how)
        {
        }
    }
}
