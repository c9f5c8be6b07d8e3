using SoGar.Compute.Exchange;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Exchange;

public sealed class LocalFabricTests
{
    private static readonly ExchangeTimes Long = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    [Fact]
    public async Task A_process_alone_joins_with_what_it_offered()
    {
        using var fabric = new LocalFabric(TimeProvider.System);
        var own = new FreeAccumulator(16);

        using var exchange = fabric.Join(3, [new ExchangeMember(new NodeId("a", 1), fabric.Offer(3), [new TrainerId(0)])], Long);

        Assert.Same(own, (await exchange.SumAsync(new TrainerId(0), new ExchangeRound(0, 1, default, WantsDrain: false), own)).Total);
    }

    [Fact]
    public void Several_processes_and_other_generations_are_refused()
    {
        using var fabric = new LocalFabric(TimeProvider.System);
        ExchangeMember[] members = [new(new NodeId("a", 1), fabric.Offer(3), [new TrainerId(0)]),
            new(new NodeId("b", 1), new ExchangeEndpoint("elsewhere"), [new TrainerId(1)])];

        Assert.Contains("b#1", Assert.Throws<ArgumentException>(() => fabric.Join(3, members, Long)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => fabric.Join(4, members[..1], Long));
    }
}
