using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.World;

/// <summary>
/// The processes of one generation as they add up their contributions. A sum reaches each of them on a way of its own: a process that dies
/// meanwhile leaves some with the sum and others without, as real collectives do.
/// </summary>
internal sealed class ExchangeGroup(SimulatedWorld world, int generation, IReadOnlyList<ExchangeMember> members)
{
    private static readonly TimeSpan Resend = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<NodeId, SimulatedExchangeEnd> _ends = [];
    private readonly Dictionary<NodeId, Arrival> _arrived = [];

    public int Generation => generation;

    public IReadOnlyList<ExchangeMember> Members => members;

    public bool IsFormed => _ends.Count == members.Count;

    public void Join(SimulatedExchangeEnd end, NodeLife life)
    {
        _ends[end.Node] = end;
        life.AtEnd(() => FailOthers(end.Node, $"the connection to {end.Node} was reset", end.Node));
        if (IsFormed && _arrived.Count == members.Count) Complete();
    }

    public void Arrive(SimulatedExchangeEnd end, ExchangeRound round, SimulatedContribution sum)
    {
        _arrived[end.Node] = new Arrival(end, round, sum);
        if (IsFormed && _arrived.Count == members.Count) Complete();
    }

    /// <summary>Who has not come to the round in hand.</summary>
    public IEnumerable<NodeId> Missing => members.Select(member => member.Node).Where(node => !_arrived.ContainsKey(node));

    /// <summary>A process has left the group: its peers find their connections closed.</summary>
    public void FailOthers(NodeId gone, string reason, NodeId? suspect)
    {
        _arrived.Remove(gone);
        foreach (var end in _ends.Values.Where(end => end.Node != gone && !end.HasFailed))
            if (!world.Network.IsCut(gone.Name, end.Node.Name)) world.After(world.Network.Delay(), () => end.Fail(reason, suspect));
    }

    private void Complete()
    {
        var arrivals = members.Select(member => _arrived[member.Node]).ToList();
        _arrived.Clear();
        var first = arrivals[0].Round;
        if (arrivals.Any(arrival => (arrival.Round.Step, arrival.Round.Attempt) != (first.Step, first.Attempt)))
        {
            FailAll($"members came with {string.Join(" and ", arrivals.Select(arrival => arrival.Round.ToString()).Distinct())}", null);
            return;
        }

        if (arrivals.Any(arrival => arrival.Round.State != first.State) && !world.Flaws.SumsUnequalStates)
        {
            var odd = Odd(arrivals);
            FailAll($"G3: before step {first.Step} the members hold different states", odd);
            return;
        }

        var parts = arrivals.Select(arrival => arrival.Sum);
        if (world.Flaws.CountsTwice && first.Step % 5 == 4) parts = parts.Append(arrivals[0].Sum);
        var total = SimulatedContribution.Sum(parts);
        if (world.Flaws.RoundsSums) total.Words += (ulong)(arrivals.Count - 1);
        var drain = arrivals.Any(arrival => arrival.Round.WantsDrain);
        world.Tell(new StepSummed(generation, first.Step, first.Attempt, total.Words, [.. total.Shards]));
        foreach (var arrival in arrivals) arrival.End.Spend();
        foreach (var arrival in arrivals) Deliver(arrival.End, first, new ExchangedSum(total, drain));
    }

    private void Deliver(SimulatedExchangeEnd end, ExchangeRound round, ExchangedSum sum) => world.After(world.Network.Delay(), () =>
    {
        // A ring is as open as its most closed link; where it is cut, bytes are sent again until they pass or who waits gives up.
        if (world.Network.HasCuts && members.Any(one => members.Any(other => world.Network.IsCut(one.Node.Name, other.Node.Name))))
        {
            if (end.IsWaiting) world.After(Resend, () => Deliver(end, round, sum));
            return;
        }

        end.Receive(round, sum);
    });

    private void FailAll(string reason, NodeId? suspect)
    {
        foreach (var end in _ends.Values) world.After(world.Network.Delay(), () => end.Fail(reason, suspect));
    }

    /// <summary>The one that differs, where a majority agrees.</summary>
    private static NodeId? Odd(List<Arrival> arrivals)
    {
        var groups = arrivals.GroupBy(arrival => arrival.Round.State).OrderByDescending(group => group.Count()).ToList();
        return groups[0].Count() > arrivals.Count / 2 && groups[^1].Count() == 1 ? groups[^1].First().End.Node : null;
    }

    private sealed record Arrival(SimulatedExchangeEnd End, ExchangeRound Round, SimulatedContribution Sum);
}
