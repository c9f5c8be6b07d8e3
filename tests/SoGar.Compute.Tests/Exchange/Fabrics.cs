using System.Net;
using SoGar.Compute.Exchange;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Exchange;

/// <summary>Several processes' fabrics within one: what they say goes over loopback all the same.</summary>
internal sealed class Fabrics : IDisposable
{
    /// <summary>Waits that no test reaches unless it is about them.</summary>
    public static readonly ExchangeTimes Patient = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));

    private readonly List<IExchange> _joined = [];

    public Fabrics(int count) => All = [.. Enumerable.Range(0, count).Select(_ => ProcessFabric.OverGloo(IPAddress.Loopback, 0, TimeProvider.System))];

    public ProcessFabric[] All { get; }

    public ProcessFabric this[int rank] => All[rank];

    /// <summary>Members named a, b, c... with so many trainers each, numbered through.</summary>
    public ExchangeMember[] Members(int generation, int trainersEach = 1) =>
        [.. All.Select((fabric, rank) => new ExchangeMember(
            new NodeId(((char)('a' + rank)).ToString(), 1), fabric.Offer(generation),
            [.. Enumerable.Range(rank * trainersEach, trainersEach).Select(index => new TrainerId(index))]))];

    /// <summary>All join.</summary>
    public IExchange[] Join(int generation, int trainersEach = 1, ExchangeTimes? times = null)
    {
        var members = Members(generation, trainersEach);
        return [.. All.Select(fabric => Join(fabric, generation, members, times))];
    }

    /// <summary>One joins.</summary>
    public IExchange Join(ProcessFabric fabric, int generation, ExchangeMember[] members, ExchangeTimes? times = null)
    {
        var exchange = fabric.Join(generation, members, times ?? Patient);
        _joined.Add(exchange);
        return exchange;
    }

    public static ExchangeRound Round(long step, int attempt = 1, ulong student = 1, bool drain = false) =>
        new(step, attempt, new StepFingerprint(student, 2), drain);

    public void Dispose()
    {
        // Side by side, as processes are: one that leaves in peace does not wait for others.
        foreach (var exchange in _joined) exchange.Dispose();
        foreach (var fabric in All) fabric.Dispose();
    }
}
