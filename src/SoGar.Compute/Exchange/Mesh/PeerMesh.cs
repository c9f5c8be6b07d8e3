using System.Net;
using System.Net.Sockets;
using SoGar.Protocol.Ports;

namespace SoGar.Compute.Exchange.Mesh;

/// <summary>
/// The connections of one generation by which its processes form the group, agree on each round before they sum, and notice who is gone. Each process
/// dials each peer and speaks on the connections that it dialled. A peer that ends is noticed at once, one that hangs after the detection time, and all are
/// told who was to blame; one that merely computes longer keeps the beat and is waited for.
/// </summary>
internal sealed class PeerMesh : IMeshListener
{
    /// <summary>A sign of life.</summary>
    public static readonly byte[] BeatFrame = Frame.Of(FrameKind.Beat);

    // Monitor's, because the exchange's thread waits here for what the loop's thread hears.
    private readonly object _gate = new();
    private readonly MeshMember[] _members;
    private readonly Peer?[] _peers;
    private readonly int _self;
    private readonly ulong _fingerprint;
    private readonly MeshLoop _loop;
    private readonly int _silentBeatsAllowed;
    private readonly Action<ExchangeFailedException> _onBroken;
    private ExchangeFailedException? _failure;
    private byte[]? _farewell;
    private bool _isClosed;

    /// <summary>A mesh that nobody is connected to yet.</summary>
    /// <param name="generation">Its number.</param>
    /// <param name="members">In order of rank.</param>
    /// <param name="self">This process's rank.</param>
    /// <param name="detection">How long a peer may be silent.</param>
    /// <param name="loop">Reads the connections.</param>
    /// <param name="onBroken">Called once, on whatever thread finds out.</param>
    public PeerMesh(int generation, MeshMember[] members, int self, TimeSpan detection, MeshLoop loop, Action<ExchangeFailedException> onBroken)
    {
        (Generation, _members, _self, _loop, _onBroken) = (generation, members, self, loop, onBroken);
        _peers = [.. members.Select(member => member.Rank == self ? null : new Peer(member))];
        _fingerprint = MeshMember.Fingerprint(members);
        // One less than the detection time holds: a peer may fall silent just after a beat.
        _silentBeatsAllowed = Math.Max(2, (int)(detection / MeshLoop.Beat) - 2);
    }

    /// <summary>The number of the generation.</summary>
    public int Generation { get; }

    /// <summary>Why it broke; null where it did not.</summary>
    public string? Reason { get; private set; }

    private IEnumerable<Peer> Peers => _peers.OfType<Peer>();

    /// <summary>Dials all peers and waits until all have welcomed this process and dialled it.</summary>
    /// <exception cref="ExchangeFailedException">A peer is gone, or means another group.</exception>
    public void Form(TimeSpan dialTime)
    {
        foreach (var peer in Peers) Dial(peer, dialTime);
        WaitUntil(() => Peers.All(peer => peer is { IsWelcomed: true, Incoming: not null }));
    }

    /// <summary>Gives each peer an address and waits for the one that each peer gives; this process's own place holds an empty one.</summary>
    /// <exception cref="ExchangeFailedException">The mesh broke.</exception>
    public byte[][] Swap(Func<int, byte[]> addressFor)
    {
        foreach (var peer in Peers) peer.Outgoing!.Send(Frame.Of(FrameKind.Address, addressFor(peer.Rank)));
        WaitUntil(() => Peers.All(peer => peer.Address is not null));
        return [.. _peers.Select(peer => peer?.Address ?? [])];
    }

    /// <summary>Says what this process comes to a round with, and waits for what the others come with.</summary>
    /// <returns>In order of rank, this process's own in its place.</returns>
    /// <exception cref="ExchangeFailedException">The mesh broke, or a peer has left.</exception>
    public Arrival[] Meet(Arrival own)
    {
        var frame = Frame.Of(FrameKind.Arrival, own);
        foreach (var peer in Peers) peer.Outgoing!.Send(frame);
        WaitUntil(() => Peers.All(peer => peer.Arrivals.Count > 0 || peer.HasLeft));
        Peer? leaver;
        lock (_gate)
        {
            leaver = Peers.FirstOrDefault(peer => peer.Arrivals.Count == 0);
            if (leaver is null) return [.. _peers.Select(peer => peer?.Arrivals.Dequeue() ?? own)];
        }

        Fail($"{leaver.Member.Name} has left while others came to step {own.Step}", leaver.Rank);
        throw Broken();
    }

    /// <summary>Peers that have not come where the others wait; for messages.</summary>
    public IReadOnlyList<string> Missing()
    {
        lock (_gate) return [.. Peers.Where(peer => peer.Arrivals.Count == 0).Select(peer => peer.Member.Name)];
    }

    /// <summary>Waits a little for the mesh to find out why the collective broke: who breaks it says so here too.</summary>
    public void AwaitVerdict(TimeSpan longest)
    {
        lock (_gate)
        {
            if (_failure is null) Monitor.Wait(_gate, longest);
        }
    }

    /// <summary>Breaks the exchange for all members.</summary>
    /// <param name="reason">What happened.</param>
    /// <param name="suspect">Rank of the member to blame; -1 for none.</param>
    /// <param name="noticedBy">Rank of the member that said so, where it was not this one.</param>
    public void Fail(string reason, int suspect = -1, int noticedBy = -1)
    {
        byte[] farewell;
        var witness = noticedBy < 0 ? "" : $" (said {_members[noticedBy].Member.Node})";
        lock (_gate)
        {
            if (_failure is not null || _isClosed) return;
            _failure = new ExchangeFailedException($"the exchange of generation {Generation} failed: {reason}{witness}")
            {
                Suspect = suspect >= 0 && suspect < _members.Length ? _members[suspect].Member.Node : null,
            };
            Reason = reason;
            farewell = _farewell = Frame.Farewell(suspect, reason);
            Monitor.PulseAll(_gate);
        }

        // On both connections: the end of either is a verdict of its own to a peer that has not heard the cause on it before.
        foreach (var peer in Peers)
        {
            peer.Outgoing?.Send(farewell);
            peer.Incoming?.Send(farewell);
        }

        _onBroken(_failure);
    }

    /// <summary>Takes leave in peace where nothing broke, and closes all connections.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        // Whoever makes it fail may not have come to send the farewell yet: said twice it does no harm.
        var last = _farewell ?? Frame.Of(FrameKind.Leave);
        foreach (var peer in Peers)
        {
            foreach (var connection in new[] { peer.Outgoing, peer.Incoming }.OfType<MeshConnection>())
            {
                connection.Send(last);
                _loop.Retire(connection);
            }
        }
    }

    /// <summary>A peer has dialled and shown this process's badge.</summary>
    public void Welcome(MeshConnection connection, in Hello hello)
    {
        var peer = hello.Rank >= 0 && hello.Rank < _peers.Length ? _peers[hello.Rank] : null;
        if (peer is null || hello.Members != _fingerprint)
        {
            var reason = $"rank {hello.Rank} at {connection.Peer} joined generation {Generation} with other members than {_members[_self].Name}";
            connection.Send(Frame.Farewell(-1, reason));
            _loop.Retire(connection);
            Fail(reason);
            return;
        }

        bool isTaken;
        lock (_gate)
        {
            isTaken = !_isClosed && _failure is null && peer.Incoming is null;
            if (isTaken)
            {
                connection.Listener = this;
                peer.Incoming = connection;
                peer.SilentBeats = 0;
                Monitor.PulseAll(_gate);
            }
        }

        if (!isTaken) SendAway(connection);
        else connection.Send(Frame.Of(FrameKind.Welcome, peer.Member.Badge));
    }

    /// <summary>Gives signs of life, and counts those that are missing. On the loop's thread.</summary>
    public void OnBeat()
    {
        foreach (var peer in Peers)
        {
            peer.Outgoing?.Send(BeatFrame);
            if (peer.HasLeft || peer.Outgoing is null) continue;
            if (++peer.SilentBeats > _silentBeatsAllowed)
                Fail($"{peer.Member.Name} was silent for {(peer.SilentBeats + 1) * MeshLoop.Beat.TotalSeconds:0.#} s", peer.Rank);
        }
    }

    /// <inheritdoc/>
    public void Hear(MeshConnection connection, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        if (Of(connection) is not { } peer) return;
        peer.SilentBeats = 0;
        switch (kind)
        {
            case FrameKind.Welcome when !(Frame.TryRead(payload, out Badge shown) && shown.Is(_members[_self].Badge)):
                Fail($"who answers at {peer.Member.Address} is not {peer.Member.Name}", peer.Rank);
                break;
            case FrameKind.Welcome:
                Note(() => peer.IsWelcomed = true);
                break;
            case FrameKind.Address:
                var address = payload.ToArray();
                Note(() => peer.Address = address);
                break;
            case FrameKind.Arrival when Frame.TryRead(payload, out Arrival arrival):
                Note(() => peer.Arrivals.Enqueue(arrival));
                break;
            case FrameKind.Leave:
                Note(() => peer.HasLeft = true);
                break;
            case FrameKind.Farewell:
                var (suspect, reason) = Frame.ReadFarewell(payload);
                Fail(reason, suspect, noticedBy: peer.Rank);
                break;
        }
    }

    /// <inheritdoc/>
    public void End(MeshConnection connection, string how)
    {
        if (Of(connection) is not { } peer) return;
        // What a peer said before it went may still wait on its other connection.
        var other = peer.Outgoing == connection ? peer.Incoming : peer.Outgoing;
        if (other?.IsOpen == true) _ = other.Read();
        if (!peer.HasLeft) Fail($"{peer.Member.Name} has ended: {how}", peer.Rank);
    }

    private Peer? Of(MeshConnection connection) => Peers.FirstOrDefault(peer => peer.Outgoing == connection || peer.Incoming == connection);

    private void Dial(Peer peer, TimeSpan dialTime)
    {
        var socket = new Socket(peer.Member.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // From this process's own address, so that a host with several is seen by the one that it offered.
            socket.Bind(new IPEndPoint(_members[_self].Address.Address, 0));
            if (!socket.ConnectAsync(peer.Member.Address).Wait(dialTime))
                throw new SocketException((int)SocketError.TimedOut);
        }
        catch (Exception refused) when (refused is SocketException or AggregateException { InnerException: SocketException })
        {
            socket.Dispose();
            Fail($"{peer.Member.Name} cannot be reached at {peer.Member.Address}: {(refused.InnerException ?? refused).Message}", peer.Rank);
            throw Broken();
        }

        var connection = new MeshConnection(socket) { Listener = this };
        // Before the connection is known here: a beat that came first would be no introduction.
        connection.Send(Frame.Of(FrameKind.Hello, new Hello
        {
            Protocol = Hello.Magic,
            Generation = Generation,
            Badge = peer.Member.Badge,
            Rank = _self,
            Members = _fingerprint,
        }));
        bool isOver;
        lock (_gate)
        {
            isOver = _failure is not null || _isClosed;
            if (!isOver) peer.Outgoing = connection;
        }

        if (isOver)
        {
            SendAway(connection);
            throw Broken();
        }

        _loop.Add(connection);
    }

    // Who comes too late to be told by Fail still hears the cause, instead of taking this process for one that has ended.
    private void SendAway(MeshConnection connection)
    {
        if (_farewell is { } farewell) connection.Send(farewell);
        _loop.Retire(connection);
    }

    private void Note(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }

    private void WaitUntil(Func<bool> holds)
    {
        lock (_gate)
        {
            while (_failure is null && !_isClosed && !holds()) Monitor.Wait(_gate);
            if (_failure is not null || _isClosed) throw Broken();
        }
    }

    private ExchangeFailedException Broken() => _failure ?? new ExchangeFailedException($"the exchange of generation {Generation} was closed");

    private sealed class Peer(MeshMember member)
    {
        public MeshMember Member { get; } = member;

        public int Rank => Member.Rank;

        public MeshConnection? Outgoing { get; set; }

        public MeshConnection? Incoming { get; set; }

        public bool IsWelcomed { get; set; }

        public bool HasLeft { get; set; }

        public byte[]? Address { get; set; }

        public Queue<Arrival> Arrivals { get; } = [];

        public int SilentBeats { get; set; }
    }
}
