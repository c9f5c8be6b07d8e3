using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.TestKit.World;

/// <summary>
/// The control lane of one simulated process: sequence numbers against doubled frames, heartbeats against silence, a token against strangers.
/// </summary>
internal sealed class SimulatedLane : IControlLane
{
    /// <summary>Messages that may wait for one peer before more are dropped.</summary>
    private const int Capacity = 4096;

    private readonly SortedDictionary<string, Watched> _watched = new(StringComparer.Ordinal);
    private readonly SimulatedNetwork _network;
    private readonly SimulatedWorld _world;
    private readonly NodeLife _life;
    private readonly NodeClock _clock;
    private readonly TimeSpan _beat;
    private ILaneListener? _listener;
    private ITimer? _timer;
    private TimeSpan _lastBeat;

    public SimulatedLane(SimulatedWorld world, NodeAddress self, NodeLife life, NodeClock clock, string token)
    {
        (_world, _network, Self, _life, _clock, Token) = (world, world.Network, self, life, clock, token);
        _beat = new SilenceClock(world.Detection).Period;
        _network.Join(this, life);
    }

    public NodeAddress Self { get; }

    /// <summary>What this process shows to its peers, and expects of them.</summary>
    public string Token { get; }

    public void Open(ILaneListener listener)
    {
        if (_listener is not null) throw new InvalidOperationException($"the lane of {Self.Node} is open already");
        _listener = listener;
    }

    public bool Send(NodeAddress to, ControlMessage message)
    {
        if (_life.HasEnded) return false;
        if (_network.Link(Self.Node, to.Node).Waiting >= Capacity) return false;
        _network.Send(Self, to.Node, message);
        return true;
    }

    public void Watch(NodeAddress peer)
    {
        if (_life.HasEnded) return;
        _watched[Key(peer.Node)] = new Watched(peer.Node, new SilenceClock(_world.Detection));
        if (_timer is null)
        {
            _lastBeat = _world.Clock.Elapsed;
            _timer = _clock.CreateTimer(_ => Beat(), null, _beat, _beat);
        }

        _network.SendPast(Self, peer.Node, new Frame.Ping());
    }

    public void Forget(NodeId peer) => _watched.Remove(Key(peer));

    public bool Watches(NodeId peer) => _watched.ContainsKey(Key(peer));

    public void Arrive(NodeAddress from, Frame frame) => _life.Do(() => Take(from, frame));

    private void Take(NodeAddress from, Frame frame)
    {
        if (frame is not Frame.Refusal && IsStranger(from))
        {
            _network.SendPast(Self, from.Node, new Frame.Refusal(Unauthenticated: true));
            _world.Tell(new PeerRefused(Self.Node, from.Node));
            return;
        }

        if (_watched.TryGetValue(Key(from.Node), out var watched)) watched.Silence.Hear();
        switch (frame)
        {
            case Frame.Message message when message.Number > _network.Link(from.Node, Self.Node).Heard || _world.Flaws.HearsTwice:
                _network.Link(from.Node, Self.Node).Heard = message.Number;
                _network.Heard(from, Self, message.Content);
                _listener?.Hear(from, message.Content);
                break;
            case Frame.Ping:
                _network.SendPast(Self, from.Node, new Frame.Pong());
                break;
            case Frame.Refusal { Unauthenticated: true }:
                Lose(from.Node, PeerLoss.Refused, $"{from.Node} refused us: the token of the run is another one");
                break;
            case Frame.Refusal:
                Lose(from.Node, PeerLoss.Ended, $"{from.Node} has ended: its machine refuses the connection");
                break;
        }
    }

    /// <summary>Asks every watched peer whether it is there, and gives up those that were silent for too long.</summary>
    private void Beat()
    {
        var elapsed = _world.Clock.Elapsed - _lastBeat;
        _lastBeat = _world.Clock.Elapsed;
        foreach (var watched in _watched.Values.ToList())
        {
            if (watched.Silence.Tick(elapsed) && !_world.Flaws.NeverAlarmed)
                Lose(watched.Peer, PeerLoss.Silent, $"nothing was heard from {watched.Peer} for {watched.Silence.Silence.TotalSeconds:0.0} s");
            else _network.SendPast(Self, watched.Peer, new Frame.Ping());
        }
    }

    private void Lose(NodeId peer, PeerLoss loss, string explanation)
    {
        if (!_watched.Remove(Key(peer))) return;
        _network.Link(Self.Node, peer).Break();
        _world.Tell(new PeerLost(Self.Node, peer, loss));
        _world.Trace.Add("gone", Self.Node.Name, peer.Name, explanation);
        _listener?.Lost(peer, loss, explanation);
    }

    private bool IsStranger(NodeAddress from) =>
        !_world.Flaws.TrustsStrangers && _network.Find(from.Node) is { } other && other.Token != Token;

    private static string Key(NodeId node) => node.ToString();

    private sealed record Watched(NodeId Peer, SilenceClock Silence);
}
