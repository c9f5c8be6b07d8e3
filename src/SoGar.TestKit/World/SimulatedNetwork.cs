using SoGar.Protocol.Chance;
using SoGar.Protocol.Cluster;

namespace SoGar.TestKit.World;

/// <summary>
/// The network between simulated nodes. Frames are delayed, lost, doubled, held up and cut off as weather and faults have it; within one
/// connection they never overtake each other, which is what the control lane promises and real connections keep.
/// </summary>
public sealed class SimulatedNetwork
{
    private readonly Dictionary<NodeId, SimulatedLane> _lanes = [];
    private readonly Dictionary<(NodeId From, NodeId To), LinkState> _links = [];
    private readonly HashSet<(string From, string To)> _cuts = [];
    private readonly HashSet<string> _unplugged = new(StringComparer.Ordinal);
    private readonly SimulatedWorld _world;
    private readonly KeyedRandom _chance;

    internal SimulatedNetwork(SimulatedWorld world)
    {
        _world = world;
        _chance = world.Chance(3);
    }

    /// <summary>How well frames travel from now on.</summary>
    public NetworkWeather Weather { get; set; } = NetworkWeather.Calm;

    /// <summary>Frames handed over so far.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Messages heard so far.</summary>
    public long MessageCount { get; private set; }

    /// <summary>Lets nothing pass from one node to the other until <see cref="Heal"/>; the way back stays open.</summary>
    public void Cut(string from, string to) => _cuts.Add((from, to));

    /// <summary>Lets everything pass again. What was sent meanwhile is lost: connections do not outlive a cut.</summary>
    public void Heal()
    {
        foreach (var (pair, link) in _links)
            if (IsCut(pair.From.Name, pair.To.Name)) link.Break();
        _cuts.Clear();
        _unplugged.Clear();
    }

    /// <summary>Lets things pass again one way; connections do not outlive a cut.</summary>
    public void Mend(string from, string to)
    {
        if (!_cuts.Remove((from, to))) return;
        foreach (var (pair, link) in _links)
            if (pair.From.Name == from && pair.To.Name == to) link.Break();
    }

    /// <summary>Takes a machine off the network as a power cut does: nothing answers there any more, not even with a refusal.</summary>
    public void Unplug(string node) => _unplugged.Add(node);

    /// <summary>Breaks the connections between two nodes: what is under way between them is lost, later messages take new ones.</summary>
    public void Reset(string one, string other)
    {
        foreach (var (pair, link) in _links)
            if ((pair.From.Name == one && pair.To.Name == other) || (pair.From.Name == other && pair.To.Name == one)) link.Break();
    }

    internal bool HasCuts => _cuts.Count + _unplugged.Count > 0;

    /// <summary>Whether nothing passes from one node to the other.</summary>
    public bool IsCut(string from, string to) => _cuts.Contains((from, to)) || _unplugged.Contains(from) || _unplugged.Contains(to);

    internal LinkState Link(NodeId from, NodeId to)
    {
        if (!_links.TryGetValue((from, to), out var link)) _links.Add((from, to), link = new LinkState());
        return link;
    }

    internal void Join(SimulatedLane lane, NodeLife life)
    {
        _lanes.Add(lane.Self.Node, lane);
        _unplugged.Remove(lane.Self.Node.Name);
        life.AtEnd(() => Leave(lane.Self));
    }

    internal SimulatedLane? Find(NodeId node) => _lanes.GetValueOrDefault(node);

    /// <summary>Sends a message on its connection.</summary>
    internal void Send(NodeAddress from, NodeId to, ControlMessage content)
    {
        var link = Link(from.Node, to);
        if (_chance.Happens(Weather.Reset)) link.Break();
        var frame = new Frame.Message(link.Connection, link.NextFrame++, content);
        if (_world.Faults.OnTheWay(from.Node.Name, to.Name, content) is { } fault)
        {
            if (fault.IsLost)
            {
                _world.Trace.Add("lost", from.Node.Name, to.Name, content);
                return;
            }

            link.LastArrival = Later(link.LastArrival, _world.Clock.Elapsed + fault.Lateness);
        }

        if (IsCut(from.Node.Name, to.Name) || _chance.Happens(Weather.Loss))
        {
            _world.Trace.Add("lost", from.Node.Name, to.Name, content);
            return;
        }

        var stall = _chance.Happens(Weather.Stall) ? Weather.LongestStall * _chance.NextDouble() : TimeSpan.Zero;
        var arrival = Later(link.LastArrival, _world.Clock.Elapsed + Delay() + stall);
        link.LastArrival = arrival;
        link.Waiting++;
        Deliver(from, to, frame, arrival);
        if (_chance.Happens(Weather.Duplication)) Deliver(from, to, frame, arrival + Weather.LongestStall * _chance.NextDouble());
    }

    /// <summary>Sends a frame that waits behind nothing.</summary>
    internal void SendPast(NodeAddress from, NodeId to, Frame frame)
    {
        if (!IsCut(from.Node.Name, to.Name)) Deliver(from, to, frame, _world.Clock.Elapsed + Delay());
    }

    internal void Heard(NodeAddress from, NodeAddress to, ControlMessage content)
    {
        MessageCount++;
        _world.Trace.Add("", from.Node.Name, to.Node.Name, content);
        _world.Tell(new MessageHeard(from.Node, to.Node, content));
    }

    private void Deliver(NodeAddress from, NodeId to, Frame frame, TimeSpan arrival)
    {
        FrameCount++;
        _world.After(arrival - _world.Clock.Elapsed, () => Arrive(from, to, frame));
    }

    private void Arrive(NodeAddress from, NodeId to, Frame frame)
    {
        if (IsCut(from.Node.Name, to.Name)) return;
        if (frame is Frame.Message message)
        {
            var link = Link(from.Node, to);
            if (message.Connection == link.Connection) link.Waiting = Math.Max(0, link.Waiting - 1);

            // Of what was under way when a connection broke, some had reached the other side already, and may be read after newer words.
            else if (_chance.Happens(0.5)) return;
        }

        if (_lanes.TryGetValue(to, out var lane)) lane.Arrive(from, frame);
        else if (frame is not Frame.Refusal) SendPast(new NodeAddress(to, SimulatedNode.UrlOf(to.Name)), from.Node, new Frame.Refusal(Unauthenticated: false));
    }

    /// <summary>The process is gone; its machine closes its connections, which those at their other ends notice.</summary>
    private void Leave(NodeAddress gone)
    {
        _lanes.Remove(gone.Node);
        foreach (var lane in _lanes.Values.Where(lane => lane.Watches(gone.Node)).ToList())
            SendPast(gone, lane.Self.Node, new Frame.Refusal(Unauthenticated: false));
    }

    internal TimeSpan Delay() => Weather.ShortestDelay + (Weather.LongestDelay - Weather.ShortestDelay) * _chance.NextDouble();

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
