using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SoGar.Compute.Exchange;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Exchange;

/// <summary>
/// A process that takes part in exchanges as it is told on its standard input, one trainer to a process: somebody's to kill or to stop. It is this test
/// program once more, with a variable set.
/// </summary>
internal sealed partial class ExchangePeer : IDisposable
{
    private const string Variable = "SOGAR_TEST_EXCHANGE_PEER";
    private const int Kill = 9, Stop = 19, Continue = 18;
    private readonly Process _process;

    private ExchangePeer(int rank, Process process) => (Rank, _process) = (rank, process);

    public int Rank { get; }

    public string Name => $"{(char)('a' + Rank)}";

    public static ExchangePeer Start(int rank)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ExchangePeer).Assembly.Location);
        start.Environment[Variable] = rank.ToString(CultureInfo.InvariantCulture);
        return new ExchangePeer(rank, Process.Start(start)!);
    }

    /// <summary>Has all of them join a generation.</summary>
    public static void JoinAll(IReadOnlyList<ExchangePeer> peers, int generation, int detectionMs)
    {
        foreach (var peer in peers) peer.Tell($"offer {generation}");
        var members = string.Join(' ', peers.Select(peer => $"{peer.Rank}={peer.Hear()}"));
        foreach (var peer in peers) peer.Tell($"join {generation} {detectionMs} {members}");
    }

    /// <summary>Begins so many sums of so many values; <see cref="Hear"/> tells their end: "done DIGEST", or "failed SUSPECT MESSAGE".</summary>
    public void BeginSums(long firstStep, int count, int length, int shards) => Tell($"sum {firstStep} {count} {length} {shards}");

    /// <summary>Descriptors and threads that the process has.</summary>
    public (int Descriptors, int Threads) Count()
    {
        Tell("count");
        var counts = Hear().Split(' ');
        return (Number(counts[0]), Number(counts[1]));
    }

    public void Tell(string order)
    {
        _process.StandardInput.WriteLine(order);
        _process.StandardInput.Flush();
    }

    public string Hear() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"peer {Name} has ended");

    public void KillAtOnce() => Signal(Kill);

    public void StopAtOnce() => Signal(Stop);

    public void GoOn() => Signal(Continue);

    public void Dispose()
    {
        if (!_process.HasExited) Signal(Kill);
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>What trainer <paramref name="rank"/> contributes; small whole numbers and fractions of powers of two, different at each place.</summary>
    public static ExactAccumulator Contribution(int rank, int length, int shards)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++) values[i] = ((i * 7 + rank * 13) % 1001 - 500) / 64f;
        var probe = new ExactAccumulator(BlockScales.Initial(length, shards, 6));
        probe.Add([.. Enumerable.Repeat(8f, length)]);
        var own = new ExactAccumulator(probe.Scales.After(probe.Observed));
        own.Add(values);
        return own;
    }

    /// <summary>Of a sum's integers.</summary>
    public static string DigestOf(IContribution sum) =>
        Fingerprint.Of(MemoryMarshal.AsBytes<int>(((ExactAccumulator)sum).Sums)).ToString("x16", CultureInfo.InvariantCulture);

    private void Signal(int number) => _ = kill(_process.Id, number);

    // Before the test framework's own start.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void ObeyUntilTheEnd()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } rank) return;
        Obey(int.Parse(rank, CultureInfo.InvariantCulture));
        Environment.Exit(0);
    }
#pragma warning restore CA2255

    // Waits instead of awaiting: until the initializer has returned, code of this program runs on this thread alone.
    private static void Obey(int rank)
    {
        using var fabric = ProcessFabric.OverGloo(IPAddress.Loopback, 0, TimeProvider.System);
        IExchange? exchange = null;
        while (Console.ReadLine()?.Split(' ') is { } order)
        {
            switch (order[0])
            {
                case "offer":
                    Console.WriteLine(fabric.Offer(Number(order[1])).Text);
                    break;
                case "join":
                    exchange?.Dispose();
                    exchange = fabric.Join(
                        Number(order[1]), [.. order[3..].Select(Member)],
                        new ExchangeTimes(TimeSpan.FromMilliseconds(Number(order[2])), TimeSpan.FromMinutes(5)));
                    break;
                case "break":
                    exchange!.Break("it was asked to");
                    break;
                case "count":
                    Console.WriteLine($"{Directory.GetFileSystemEntries("/proc/self/fd").Length} {Directory.GetFileSystemEntries("/proc/self/task").Length}");
                    break;
                case "sum":
                    Console.WriteLine(Sum(exchange!, new TrainerId(rank), Number(order[1]), Number(order[2]), Number(order[3]), Number(order[4])));
                    break;
            }
        }
    }

    private static string Sum(IExchange exchange, TrainerId trainer, int firstStep, int count, int length, int shards)
    {
        try
        {
            var digest = "";
            for (var step = firstStep; step < firstStep + count; step++)
            {
                var own = Contribution(trainer.Index, length, shards);
                digest = DigestOf(exchange.SumAsync(trainer, new ExchangeRound(step, 1, default, WantsDrain: false), own).GetAwaiter().GetResult().Total);
            }

            return $"done {digest}";
        }
        catch (ExchangeFailedException failure)
        {
            return $"failed {failure.Suspect?.Name ?? "?"} {failure.Message}";
        }
    }

    private static ExchangeMember Member(string text)
    {
        var parts = text.Split('=');
        var rank = Number(parts[0]);
        return new ExchangeMember(new NodeId($"{(char)('a' + rank)}", 1), new ExchangeEndpoint(parts[1]), ImmutableArray.Create(new TrainerId(rank)));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
