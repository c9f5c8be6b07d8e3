using System.Net;
using System.Runtime.CompilerServices;
using SoGar.Compute.Exchange;
using SoGar.Compute.Exchange.Mesh;
using SoGar.Compute.Exchange.Nccl;
using SoGar.Compute.Native;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Exchange;

/// <summary>Over the stand-in for NCCL and CUDA (<c>native/tests/nccl_stand_in.cpp</c>), with threads as ranks.</summary>
public sealed class NcclTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void TakeTheStandIn()
    {
        if (NativeLibraries.Find("sogar_nccl_stand_in") is not { } file) return;
        Environment.SetEnvironmentVariable("SOGAR_NCCL", file);
        Environment.SetEnvironmentVariable("SOGAR_CUDART", file);
    }
#pragma warning restore CA2255

    [Fact]
    public void Ranks_add_integers_and_floats_and_compare_bytes() => WithRanks(3, Long, (rank, collective) =>
    {
        int[] integers = [rank, int.MaxValue, -5];
        float[] floats = [rank, 0.5f];
        byte[] bytes = [(byte)(rank * 100), 7];
        collective.Sum(integers, [[rank, 1, 2], [10, 20, 30]]);
        collective.Sum(floats, []);
        collective.Max(bytes);

        Assert.Equal([33, 63, 96], integers);
        Assert.Equal([3f, 1.5f], floats);
        Assert.Equal([200, 7], bytes);
    });

    [Fact]
    public void Sums_wrap_around_and_grow_from_step_to_step() => WithRanks(2, Long, (rank, collective) =>
    {
        for (var length = 1; length < 100_000; length *= 7)
        {
            var values = Enumerable.Repeat(rank == 0 ? int.MaxValue : 1, length).ToArray();
            collective.Sum(values, []);
            Assert.All(values, value => Assert.Equal(int.MinValue, value));
        }
    });

    [Fact]
    public void An_abort_ends_a_wait_for_a_rank_that_does_not_come() => WithRanks(2, Long, (rank, collective) =>
    {
        if (rank == 1) return;
        using var aborting = new Timer(_ => collective.Abort(), null, 20, Timeout.Infinite);
        Assert.Contains("aborted", Assert.Throws<CollectiveException>(() => collective.Sum([1], [])).Message, StringComparison.Ordinal);
        Assert.Throws<CollectiveException>(() => collective.Sum([1], []));
    });

    [Fact]
    public void A_sum_that_takes_too_long_ends_the_communicator() => WithRanks(2, TimeSpan.FromMilliseconds(50), (rank, collective) =>
    {
        if (rank == 0) Assert.Contains("not done after", Assert.Throws<CollectiveException>(() => collective.Sum([1], [])).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void An_error_that_NCCL_notices_on_the_way_ends_the_sum() => WithRanks(3, Long, (rank, collective) =>
    {
        // Rank 0 never comes; rank 2 is aborted while it waits, and rank 1 learns of it from NCCL.
        if (rank == 0) return;
        using var aborting = new Timer(_ => collective.Abort(), null, rank == 2 ? 50 : Timeout.Infinite, Timeout.Infinite);
        var failure = Assert.Throws<CollectiveException>(() => collective.Sum([1], []));
        if (rank == 1) Assert.Contains("remote process exited", failure.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_group_that_does_not_form_is_given_up()
    {
        using var alone = new NcclCollective(0, 0, 2, Long, TimeSpan.FromMilliseconds(50));

        Assert.Contains("formed no group", Assert.Throws<CollectiveException>(() => alone.Connect([[], []], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_CUDA_refuses_is_told_in_its_words()
    {
        using var elsewhere = new NcclCollective(3, 0, 2, Long, Long);

        Assert.Contains("invalid device ordinal", Assert.Throws<CollectiveException>(() => elsewhere.Connect([[], []], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exchange_goes_over_it_as_over_Gloo()
    {
        using var a = ProcessFabric.OverNccl(IPAddress.Loopback, 0, 0, TimeProvider.System);
        using var b = ProcessFabric.OverNccl(IPAddress.Loopback, 0, 0, TimeProvider.System);
        ExchangeMember[] members = [new(new NodeId("a", 1), a.Offer(1), [new TrainerId(0)]), new(new NodeId("b", 1), b.Offer(1), [new TrainerId(1)])];
        IExchange[] exchanges = [a.Join(1, members, Fabrics.Patient), b.Join(1, members, Fabrics.Patient)];
        var contributions = Contributions.Draw(5, 2, 5000);
        var scales = Contributions.MeasuredScales(contributions);
        var whole = new ExactAccumulator(scales);
        foreach (var contribution in contributions) whole.Add(contribution);

        var sums = await Task.WhenAll(exchanges.Select((exchange, rank) =>
        {
            var own = new ExactAccumulator(scales);
            own.Add(contributions[rank]);
            return exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0), own);
        }));

        Assert.All(sums, sum => Assert.True(whole.Sums.SequenceEqual(((ExactAccumulator)sum.Total).Sums)));
        foreach (var exchange in exchanges) exchange.Dispose();
    }

    [Fact]
    public void A_name_takes_as_many_bytes_as_NCCL_says() => Assert.Equal(128, Unsafe.SizeOf<NcclId>());

    [Fact]
    public void Where_it_is_missing_the_message_says_what_would_work()
    {
        var missing = Assert.Throws<NativeLibraryMissingException>(() => GpuLibraries.Load("NCCL", "SOGAR_NO_SUCH_VARIABLE", ["libno-such-nccl.so.2"]));

        Assert.Contains("libno-such-nccl.so.2", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Gloo", missing.Message, StringComparison.Ordinal);
    }

    private static void WithRanks(int size, TimeSpan stall, Action<int, NcclCollective> body)
    {
        var ranks = Enumerable.Range(0, size).Select(rank => new NcclCollective(0, rank, size, stall, Long)).ToArray();
        var addresses = ranks.Select(rank => rank.AddressFor(0)).ToArray();
        var work = ranks.Select((collective, rank) => Task.Factory.StartNew(
            () =>
            {
                collective.Connect(addresses, new Badge[size]);
                body(rank, collective);
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(work, TestContext.Current.CancellationToken);
        foreach (var rank in ranks) rank.Dispose();
    }
}
