using System.Net.Sockets;
using SoGar.Compute.Exchange;
using SoGar.Compute.Exchange.Mesh;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Exchange;

public sealed class ProcessExchangeTests
{
    private const int Length = 70_001;

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public async Task Over_any_number_of_processes_everyone_reads_the_bits_of_one_process(int processes, int trainersEach)
    {
        using var fabrics = new Fabrics(processes);
        var exchanges = fabrics.Join(1, trainersEach);
        var contributions = Contributions.Draw(1, processes * trainersEach, Length);
        var scales = Contributions.MeasuredScales(contributions);
        var whole = new ExactAccumulator(scales);
        foreach (var contribution in contributions) whole.Add(contribution);

        for (var step = 0; step < 3; step++)
        {
            var sums = await Task.WhenAll(contributions.Select((contribution, trainer) =>
            {
                var own = new ExactAccumulator(scales);
                own.Add(contribution);
                return exchanges[trainer / trainersEach].SumAsync(new TrainerId(trainer), Fabrics.Round(step), own);
            }));

            Assert.All(sums, sum => Assert.True(whole.Sums.SequenceEqual(((ExactAccumulator)sum.Total).Sums)));
            Assert.All(sums, sum => Assert.True(whole.Observed.SequenceEqual(((ExactAccumulator)sum.Total).Observed)));
            Assert.All(sums, sum => Assert.Equal(contributions.Length, ((ExactAccumulator)sum.Total).ShardCount));
        }
    }

    [Theory]
    [InlineData(SumRule.Exact)]
    [InlineData(SumRule.Free)]
    public async Task A_contribution_is_spent_once_all_have_come_and_not_where_one_never_does(SumRule rule)
    {
        using var fabrics = new Fabrics(2);
        var exchanges = fabrics.Join(1);
        ShardAccumulator Own() => rule == SumRule.Exact ? new ExactAccumulator(BlockScales.Initial(Length, 2, 3)) : new FreeAccumulator(Length);
        ShardAccumulator[] summed = [Own(), Own()];
        var awaited = Own();

        await Task.WhenAll(summed.Select((own, rank) => exchanges[rank].SumAsync(new TrainerId(rank), Fabrics.Round(0), own)));
        var waiting = exchanges[0].SumAsync(new TrainerId(0), Fabrics.Round(1), awaited);
        exchanges[1].Break("it ends");
        await Assert.ThrowsAsync<ExchangeFailedException>(() => waiting);
        exchanges[0].Dispose();

        Assert.All(summed, own => Assert.True(own.IsSpent));
        Assert.False(awaited.IsSpent);
        summed[0].Clear();
        Assert.False(summed[0].IsSpent);
    }

    [Fact]
    public async Task Free_sums_are_everyones_and_the_same()
    {
        using var fabrics = new Fabrics(3);
        var exchanges = fabrics.Join(1);

        var sums = await Task.WhenAll(exchanges.Select((exchange, rank) =>
        {
            var own = new FreeAccumulator(Length);
            own.Add([.. Enumerable.Range(0, Length).Select(i => (float)(i % 1000 + rank))]);
            return exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0), own);
        }));

        var wanted = Enumerable.Range(0, Length).Select(i => (float)(3 * (i % 1000) + 3)).ToArray();
        Assert.All(sums, sum => Assert.True(((FreeAccumulator)sum.Total).Sums.SequenceEqual(wanted)));
    }

    [Fact]
    public async Task A_block_that_one_process_saturates_is_saturated_for_all()
    {
        using var fabrics = new Fabrics(2);
        var exchanges = fabrics.Join(1);

        var sums = await Task.WhenAll(exchanges.Select((exchange, rank) =>
        {
            var own = new ExactAccumulator(BlockScales.Initial(Length, 2, 3));
            if (rank == 1) own.Add(Contributions.Draw(3, 1, Length)[0]);
            return exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0), own);
        }));

        Assert.All(sums, sum => Assert.Equal(SumOutcome.Saturated, ((ExactAccumulator)sum.Total).Outcome));
    }

    [Fact]
    public async Task One_wish_to_drain_is_everyones_over_processes_too()
    {
        using var fabrics = new Fabrics(3);
        var exchanges = fabrics.Join(1);

        var sums = await Task.WhenAll(
            exchanges.Select((exchange, rank) => exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0, drain: rank == 2), new FreeAccumulator(8))));

        Assert.All(sums, sum => Assert.True(sum.Drain));
    }

    [Fact]
    public async Task A_peer_at_another_step_fails_all_and_is_named()
    {
        using var fabrics = new Fabrics(3);
        var exchanges = fabrics.Join(1);

        var failures = await Failures(
            exchanges.Select((exchange, rank) => exchange.SumAsync(new TrainerId(rank), Fabrics.Round(rank == 1 ? 8 : 7), new FreeAccumulator(8))));

        Assert.All(failures, failure => Assert.Equal("b", failure.Suspect?.Name));
        Assert.All(
            failures, failure =>
                Assert.Contains(
                    "b#1 (trainer 1) came to step 8, attempt 1, a#1 (trainer 0) came to step 7, attempt 1", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_peer_with_another_state_is_found_before_anything_is_summed()   // G3
    {
        using var fabrics = new Fabrics(3);
        var exchanges = fabrics.Join(1);
        var own = exchanges.Select(_ => new FreeAccumulator(8)).ToArray();
        foreach (var each in own) each.Add([1, 1, 1, 1, 1, 1, 1, 1]);

        var failures = await Failures(
            exchanges.Select((exchange, rank) => exchange.SumAsync(new TrainerId(rank), Fabrics.Round(4, student: rank == 2 ? 99u : 1u), own[rank])));

        Assert.All(failures, failure => Assert.Equal("c", failure.Suspect?.Name));
        Assert.All(failures, failure => Assert.Contains("G3", failure.Message, StringComparison.Ordinal));
        Assert.All(own, each => Assert.All(each.Sums.ToArray(), value => Assert.Equal(1, value)));
    }

    [Fact]
    public async Task Of_two_that_disagree_neither_is_blamed()
    {
        using var fabrics = new Fabrics(2);
        var exchanges = fabrics.Join(1);

        var failures = await Failures(
            exchanges.Select((exchange, rank) => exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0), new FreeAccumulator(8 + rank))));

        Assert.All(failures, failure => Assert.Null(failure.Suspect));
        Assert.All(failures, failure => Assert.Contains("form", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_break_fails_all_processes_with_its_reason()
    {
        using var fabrics = new Fabrics(3);
        var exchanges = fabrics.Join(1);
        var waiting = exchanges[..2].Select((exchange, rank) => exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0), new FreeAccumulator(8))).ToArray();

        exchanges[2].Break("trainer 2 has crashed");

        Assert.All(await Failures(waiting), failure => Assert.Contains("trainer 2 has crashed", failure.Message, StringComparison.Ordinal));
        var late = await Assert.ThrowsAsync<ExchangeFailedException>(() => exchanges[2].SumAsync(new TrainerId(2), Fabrics.Round(0), new FreeAccumulator(8)));
        Assert.Contains("trainer 2 has crashed", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_break_while_the_group_is_still_forming_is_told_with_its_reason_and_not_as_an_end()
    {
        // Who dials whom first differs from time to time; every order has to end alike.
        for (var generation = 1; generation <= 20; generation++)
        {
            using var fabrics = new Fabrics(3);
            var exchanges = fabrics.Join(generation);
            exchanges[generation % 3].Break("its videos are gone");
            var others = Enumerable.Range(0, 3).Where(rank => rank != generation % 3);
            var waiting = others.Select(rank => exchanges[rank].SumAsync(new TrainerId(rank), Fabrics.Round(0), new FreeAccumulator(8))).ToArray();

            Assert.All(await Failures(waiting), failure => Assert.Contains("its videos are gone", failure.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Who_leaves_after_its_last_sum_does_not_disturb_the_others_last_sum()
    {
        for (var generation = 1; generation <= 10; generation++)
        {
            using var fabrics = new Fabrics(3);
            var exchanges = fabrics.Join(generation);

            await Task.WhenAll(exchanges.Select(async (exchange, rank) =>
            {
                var own = new ExactAccumulator(BlockScales.Initial(Length * 10, 4, 3));
                await exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0), own);
                exchange.Dispose();
            }));
        }
    }

    [Fact]
    public async Task Who_left_is_named_to_those_who_go_on()
    {
        using var fabrics = new Fabrics(2);
        var exchanges = fabrics.Join(1);
        await Task.WhenAll(exchanges.Select((exchange, rank) => exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0), new FreeAccumulator(8))));

        exchanges[1].Dispose();
        var failure = await Assert.ThrowsAsync<ExchangeFailedException>(
            () => exchanges[0].SumAsync(new TrainerId(0), Fabrics.Round(1), new FreeAccumulator(8)));

        Assert.Contains("b#1 (trainer 1)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_never_comes_is_waited_for_as_long_as_was_said_and_named()
    {
        using var fabrics = new Fabrics(2);
        var exchanges = fabrics.Join(1, trainersEach: 1, Fabrics.Patient with { Arrival = TimeSpan.FromMilliseconds(200) });

        var failure = await Assert.ThrowsAsync<ExchangeFailedException>(
            () => exchanges[0].SumAsync(new TrainerId(0), Fabrics.Round(0), new FreeAccumulator(8)));

        Assert.Contains("b#1 (trainer 1)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_joined_with_other_members_fails_the_generation()
    {
        using var fabrics = new Fabrics(2);
        var members = fabrics.Members(1);
        var one = fabrics.Join(fabrics[0], 1, members);
        var other = fabrics.Join(fabrics[1], 1, [members[1], members[0]]);

        var failures = await Failures([
            one.SumAsync(new TrainerId(0), Fabrics.Round(0), new FreeAccumulator(8)),
            other.SumAsync(new TrainerId(1), Fabrics.Round(0), new FreeAccumulator(8))]);

        Assert.Contains(failures, failure => failure.Message.Contains("other members", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_generation_that_its_peer_has_left_behind_is_refused()
    {
        using var fabrics = new Fabrics(2);
        var old = fabrics.Members(1);
        fabrics.Join(fabrics[1], 2, fabrics.Members(2));

        var late = fabrics.Join(fabrics[0], 1, old);
        var failure = await Assert.ThrowsAsync<ExchangeFailedException>(() => late.SumAsync(new TrainerId(0), Fabrics.Round(0), new FreeAccumulator(8)));

        Assert.Contains("generation 1 is not on offer", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => fabrics[1].Offer(1));
    }

    [Fact]
    public async Task A_process_that_is_gone_before_the_group_forms_is_named()
    {
        using var fabrics = new Fabrics(2);
        var members = fabrics.Members(1);
        fabrics[1].Dispose();

        var exchange = fabrics.Join(fabrics[0], 1, members);
        var failure = await Assert.ThrowsAsync<ExchangeFailedException>(() => exchange.SumAsync(new TrainerId(0), Fabrics.Round(0), new FreeAccumulator(8)));

        Assert.Equal(members[1].Node, failure.Suspect);
    }

    [Fact]
    public async Task Strangers_are_sent_away_and_disturb_nobody()   // G8
    {
        using var fabrics = new Fabrics(2);
        var members = fabrics.Members(1);
        var door = MeshMember.Read(members)[0].Address;

        using var stranger = new Socket(door.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        stranger.Connect(door);
        stranger.Send(Frame.Of(FrameKind.Hello, new Hello { Protocol = Hello.Magic, Generation = 1, Rank = 1 }));
        using var scanner = new Socket(door.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        scanner.Connect(door);
        scanner.Send("GET / HTTP/1.1\r\n\r\n"u8);

        Assert.Equal(FrameKind.Farewell, (FrameKind)Heard(stranger)[2]);
        Assert.Empty(Heard(scanner));
        var exchanges = members.Select((_, rank) => fabrics.Join(fabrics[rank], 1, members)).ToArray();
        await Task.WhenAll(exchanges.Select((exchange, rank) => exchange.SumAsync(new TrainerId(rank), Fabrics.Round(0), new FreeAccumulator(8))));
    }

    [Fact]
    public async Task A_process_alone_shares_memory()
    {
        using var fabrics = new Fabrics(1);
        var own = new FreeAccumulator(8);

        Assert.Same(own, (await fabrics.Join(1)[0].SumAsync(new TrainerId(0), Fabrics.Round(0), own)).Total);
    }

    [Fact]
    public void Endpoints_of_other_kinds_are_refused_and_the_secret_is_not_shown()
    {
        using var fabrics = new Fabrics(1);
        var own = fabrics.Members(1)[0];

        Assert.Throws<ArgumentException>(
            () => fabrics[0].Join(1, [own, new ExchangeMember(new NodeId("b", 1), new ExchangeEndpoint("local:1"), [new TrainerId(1)])], Fabrics.Patient));
        Assert.Throws<ArgumentException>(() => fabrics[0].Join(1, [own, own], Fabrics.Patient));
        Assert.StartsWith(own.Endpoint.ToString() + "/", own.Endpoint.Text, StringComparison.Ordinal);
        Assert.Throws<ExchangeFailedException>(() => ProcessFabric.OverGloo(System.Net.IPAddress.Parse("203.0.113.7"), 0, TimeProvider.System));
    }

    // All that comes until the other side closes.
    private static byte[] Heard(Socket socket)
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        for (int count; (count = Receive(socket, buffer)) > 0;) all.AddRange(buffer[..count]);
        return [.. all];
    }

    private static int Receive(Socket socket, byte[] buffer)
    {
        var count = socket.Receive(buffer, SocketFlags.None, out var outcome);
        return outcome == SocketError.Success ? count : 0;
    }

    private static async Task<ExchangeFailedException[]> Failures(IEnumerable<Task<ExchangedSum>> sums) =>
        await Task.WhenAll(sums.ToArray().Select(sum => Assert.ThrowsAsync<ExchangeFailedException>(() => sum)));
}
