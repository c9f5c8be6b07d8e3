using System.Diagnostics;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Protocol.Events;
using SoGar.Protocol.Runs;

namespace SoGar.Bench;

/// <summary>What one call to a store takes, alone: an append of a step's event, renewing a lease, a heartbeat, and how fast a backlog is caught up.</summary>
internal static class StoreBench
{
    public static void Run(Options options)
    {
        var location = StoreLocation.Parse(options.Text("store", "sqlite:build/bench-store.db"));
        var count = options.Number("count", 300);
        options.RequireAllRead();
        RunAsync(location, count).GetAwaiter().GetResult();
    }

    private static async Task RunAsync(StoreLocation location, int count)
    {
        await using var store = await Store.OpenAsync(location, RunEventTypes.All, TimeProvider.System);
        var stream = $"bench/{Environment.ProcessId}";
        var version = 0L;
        await TimeAsync("append of one step", count, async () => version = await AppendAsync(store, stream, version, [Step(version)]));
        await TimeAsync("append of 500 steps", Math.Max(3, count / 30), async () =>
            version = await AppendAsync(store, stream, version, [.. Enumerable.Range(0, 500).Select(step => Step(version + step))]));

        var lease = ((LeaseOutcome.Granted)await store.Leases.AcquireAsync(stream, "bench", TimeSpan.FromMinutes(1))).Lease;

        // Never the same end twice: SQLite writes nothing where a row stays as it is.
        var duration = TimeSpan.FromMinutes(1);
        await TimeAsync("renewal of a lease", count, async () => await store.Leases.RenewAsync(lease, duration += TimeSpan.FromSeconds(1)));

        var node = (await store.Members.JoinAsync(stream, new NodeOffer("ws://127.0.0.1:1", "127.0.0.1", "cpu", 1, "cpu"))).Node;
        await TimeAsync("heartbeat", count, async () => await store.Members.HeartbeatAsync(node, NodeState.Up));
        await TimeAsync("list of members", count, async () => await store.Members.ListAsync());
        await store.Members.LeaveAsync(node);
    }

    private static async Task<long> AppendAsync(Store store, string stream, long version, IReadOnlyList<object> events) =>
        ((AppendOutcome.Appended)await store.Journal.AppendAsync(stream, version, 1, events)).Version;

    private static StepCommitted Step(long step) =>
        new(step, new StepFingerprint(1, 2).ToString(), new StepReading(4.5, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6), 1, 0.31, 0.01);

    private static async Task TimeAsync(string what, int count, Func<Task> call)
    {
        await call();
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"{what,-22} median {times[count / 2],7:0.00} ms   p99 {times[count * 99 / 100],7:0.00} ms   ({count} times)");
    }
}
