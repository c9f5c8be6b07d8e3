using System.Diagnostics;
using System.Globalization;
using System.Net;
using SoGar.Compute.Exchange;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Bench;

/// <summary>
/// One process of <c>exchange</c>, told by its parent what to do: prints its endpoint, reads those of all, and then for each line sums once. The line says
/// how: <c>exact</c> or <c>free</c> for the sum alone, with <c>whole-</c> before it for adding a contribution, summing, and reading the total as floats.
/// </summary>
internal static class ExchangeRank
{
    public static void Run(Options options)
    {
        var (rank, floats, trainers) = (options.Number("rank", 0), options.Number("floats", 25_000_000), options.Number("trainers", 1));
        options.RequireAllRead();
        using var fabric = ProcessFabric.OverGloo(IPAddress.Loopback, 0, TimeProvider.System);
        Console.WriteLine(fabric.Offer(1).Text);
        var endpoints = Console.ReadLine()!.Split(' ');
        using var exchange = fabric.Join(1, [.. endpoints.Select((endpoint, each) => Member(each, endpoint, trainers))],
            new ExchangeTimes(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2)));

        var contribution = Contribution(rank, floats);
        var probe = new ExactAccumulator(BlockScales.Initial(floats, endpoints.Length * trainers, 6));
        probe.Add(contribution);
        var scales = probe.Scales.After(probe.Observed);
        var exact = Enumerable.Range(0, trainers).Select(_ => new ExactAccumulator(scales)).ToArray();
        var free = Enumerable.Range(0, trainers).Select(_ => new FreeAccumulator(floats)).ToArray();
        var total = new float[floats];
        var step = 0L;
        for (var what = "exact"; what is not null; what = Console.ReadLine())
        {
            ShardAccumulator[] own = what.EndsWith("free", StringComparison.Ordinal) ? free : exact;
            var isWhole = what.StartsWith("whole", StringComparison.Ordinal);
            foreach (var each in own)
            {
                each.Clear();
                if (!isWhole) each.Add(contribution);
            }

            var start = Stopwatch.GetTimestamp();
            if (isWhole)
                foreach (var each in own) each.Add(contribution);
            var sums = Task.WhenAll(own.Select((each, trainer) => exchange.SumAsync(
                new TrainerId(rank * trainers + trainer), new ExchangeRound(step, 1, default, WantsDrain: false), each))).GetAwaiter().GetResult();
            if (isWhole) ((ShardAccumulator)sums[0].Total).CopyTo(total);
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Console.WriteLine(step++ == 0 ? "ready" : milliseconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static ExchangeMember Member(int rank, string endpoint, int trainers) =>
        new(new NodeId($"rank-{rank}", 1), new ExchangeEndpoint(endpoint),
            [.. Enumerable.Range(rank * trainers, trainers).Select(index => new TrainerId(index))]);

    // The same scales come out on every rank: each block's greatest value is the same.
    private static float[] Contribution(int rank, int floats)
    {
        var random = KeyedRandom.For(1, Purpose.Test, rank);
        var block = new float[BlockScales.BlockLength];
        foreach (ref var value in block.AsSpan()) value = (float)random.Uniform(-1e-3, 1e-3);
        block[0] = 1e-3f;
        var values = new float[floats];
        for (var i = 0; i < floats; i += block.Length) block.AsSpan(0, Math.Min(block.Length, floats - i)).CopyTo(values.AsSpan(i));
        return values;
    }
}
