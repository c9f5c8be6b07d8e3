using System.Net;
using System.Net.Sockets;

namespace SoGar.Compute.Exchange.Mesh;

/// <summary>
/// Where peers dial in. Who shows the badge of an offer is let through to the generation's <see cref="PeerMesh"/>, or waits until there is one, and gets
/// signs of life meanwhile. Everyone else is sent away.
/// </summary>
internal sealed class Doorway : IMeshListener, IDisposable
{
    /// <summary>Connections that have not introduced themselves; past this many the one that waits longest goes.</summary>
    private const int MaxStrangers = 64;

    private readonly Lock _gate = new();
    private readonly Socket _listener;
    private readonly MeshLoop _loop;
    private readonly Dictionary<int, Badge> _offers = [];
    private readonly List<MeshConnection> _strangers = [];
    private readonly List<(MeshConnection Connection, Hello Hello)> _waiting = [];
    private PeerMesh? _mesh;
    private int _newest = -1;
    private string? _lastReason;

    /// <summary>Listens.</summary>
    /// <param name="address">A numeric address of this machine, by which peers reach it.</param>
    /// <param name="port">0 for any that is free.</param>
    /// <exception cref="SocketException">The address is not this machine's, or the port is taken.</exception>
    public Doorway(IPAddress address, int port)
    {
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(address, port));
            _listener.Listen();
            _listener.Blocking = false;
        }
        catch (SocketException)
        {
            _listener.Dispose();
            throw;
        }

        Address = (IPEndPoint)_listener.LocalEndPoint!;
        _loop = new MeshLoop(OnBeat);
        _loop.Watch(_listener, OnKnock);
    }

    /// <summary>Where peers dial.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Reads all connections, those of meshes too.</summary>
    public MeshLoop Loop => _loop;

    /// <summary>The badge of this process for a generation, drawn when it is first asked for.</summary>
    /// <exception cref="ArgumentException">A newer generation was joined.</exception>
    public Badge Offer(int generation)
    {
        lock (_gate)
        {
            if (_offers.TryGetValue(generation, out var badge))
                return badge;
            if (generation <= _newest)
                throw new ArgumentException($"generation {generation} is over: {_newest} was joined", nameof(generation));
            return _offers[generation] = Badge.Draw();
        }
    }

    /// <summary>Lets those who wait for the mesh's generation through to it, and all who come until it is closed. Older offers end.</summary>
    public void Open(PeerMesh mesh)
    {
        List<(MeshConnection Connection, Hello Hello)> come;
        lock (_gate)
        {
            _mesh = mesh;
            _newest = mesh.Generation;
            _lastReason = null;
            foreach (var old in _offers.Keys.Where(generation => generation < _newest).ToArray()) _offers.Remove(old);
            come = [.. _waiting.Where(each => each.Hello.Generation <= _newest)];
            _waiting.RemoveAll(each => each.Hello.Generation <= _newest);
            // Inside the lock, so that what the loop hears meanwhile waits for the connection's new listener.
            foreach (var (connection, hello) in come.Where(each => each.Hello.Generation == mesh.Generation)) mesh.Welcome(connection, hello);
        }

        foreach (var (connection, hello) in come.Where(each => each.Hello.Generation != mesh.Generation)) SendAway(connection, hello.Generation);
    }

    /// <summary>Nobody comes to this mesh any more.</summary>
    public void Close(PeerMesh mesh)
    {
        lock (_gate)
        {
            if (_mesh != mesh) return;
            _mesh = null;
            _offers.Remove(mesh.Generation);
            _lastReason = mesh.Reason;
        }
    }

    /// <inheritdoc/>
    public void Hear(MeshConnection connection, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        bool isStranger;
        lock (_gate)
        {
            isStranger = _strangers.Remove(connection);
            // Who waits has nothing to say before it is welcomed but that it gave up; it says why to whoever dials it.
            if (!isStranger && kind == FrameKind.Farewell) _waiting.RemoveAll(each => each.Connection == connection);
        }

        if (isStranger) Introduce(connection, kind, payload);
        else if (connection.Listener != this) connection.Listener.Hear(connection, kind, payload);
    }

    /// <inheritdoc/>
    public void End(MeshConnection connection, string how)
    {
        lock (_gate)
        {
            _strangers.Remove(connection);
            _waiting.RemoveAll(each => each.Connection == connection);
        }

        if (connection.Listener != this) connection.Listener.End(connection, how);
    }

    /// <summary>Stops listening and closes what is open.</summary>
    public void Dispose()
    {
        _loop.Dispose();
        _listener.Dispose();
    }

    private void Introduce(MeshConnection connection, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        if (kind != FrameKind.Hello || !Frame.TryRead(payload, out Hello hello) || hello.Protocol != Hello.Magic)
        {
            _loop.Retire(connection);
            return;
        }

        PeerMesh? mesh;
        lock (_gate)
        {
            mesh = IsInvited(hello) && _mesh?.Generation == hello.Generation ? _mesh : null;
            if (mesh is null && IsInvited(hello))
            {
                _waiting.Add((connection, hello));
                return;
            }
        }

        if (mesh is not null) mesh.Welcome(connection, hello);
        else SendAway(connection, hello.Generation);
    }

    private void OnKnock()
    {
        try
        {
            var connection = new MeshConnection(_listener.Accept()) { Listener = this };
            MeshConnection? oldest = null;
            lock (_gate)
            {
                _strangers.Add(connection);
                if (_strangers.Count > MaxStrangers)
                {
                    oldest = _strangers[0];
                    _strangers.RemoveAt(0);
                }
            }

            if (oldest is not null) _loop.Retire(oldest);
            _loop.Add(connection);
        }
        catch (SocketException)
        {
            // Whoever knocked has gone again.
        }
    }

    private void OnBeat()
    {
        PeerMesh? mesh;
        lock (_gate)
        {
            mesh = _mesh;
            foreach (var (connection, _) in _waiting) connection.Send(PeerMesh.BeatFrame);
        }

        mesh?.OnBeat();
    }

    private bool IsInvited(in Hello hello) => _offers.TryGetValue(hello.Generation, out var badge) && badge.Is(hello.Badge);

    private void SendAway(MeshConnection connection, int generation)
    {
        string? reason;
        lock (_gate) reason = generation == _newest ? _lastReason : null;
        connection.Send(Frame.Farewell(-1, reason ?? $"generation {generation} is not on offer at {Address}: it is over, or was offered to others"));
        _loop.Retire(connection);
    }
}
