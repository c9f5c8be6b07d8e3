using SoGar.Protocol.Ports;

namespace SoGar.TestKit.World;

/// <summary>The exchanges of one simulated process.</summary>
internal sealed class SimulatedFabric(SimulatedWorld world, SimulatedNode node) : IExchangeFabric
{
    public ExchangeEndpoint Offer(int generation) => new($"sim:{node.Id}:{generation}");

    public IExchange Join(int generation, IReadOnlyList<ExchangeMember> members, ExchangeTimes times)
    {
        var own = Offer(generation);
        var self = members.Where(member => member.Endpoint == own).ToList() is [var only]
            ? only
            : throw new ArgumentException(
                $"generation {generation}: {node.Id} is not once among {string.Join(", ", members.Select(member => member.Node))}", nameof(members));
        return new SimulatedExchangeEnd(world, node, world.GroupOf(generation, members), self, times);
    }

    public void Dispose()
    {
        // Groups live in the world; the ends that were given out are their holders' to dispose.
    }
}
