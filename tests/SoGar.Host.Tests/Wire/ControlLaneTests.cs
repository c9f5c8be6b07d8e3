using System.Net.WebSockets;
using SoGar.Host.Wire;
using SoGar.Host.Wire.Frames;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Tests.Wire;

public sealed class ControlLaneTests
{
    [Fact]
    public async Task Messages_arrive_once_in_order_with_their_senders_address()
    {
        await using var one = await WirePeer.StartAsync("one");
        await using var two = await WirePeer.StartAsync("two");

        for (var number = 0; number < 100; number++)
        {
            while (!one.Lane.Send(two.Address, new KeepState(1, number))) await Task.Yield();
        }

        for (var number = 0; number < 100; number++) Assert.Equal((one.Address, new KeepState(1, number)), await two.Heard.NextAsync());
    }

    [Fact]
    public async Task Both_directions_work_at_once()
    {
        await using var one = await WirePeer.StartAsync("one");
        await using var two = await WirePeer.StartAsync("two");

        one.Lane.Send(two.Address, new KeepState(1, 1));
        two.Lane.Send(one.Address, new KeepState(1, 2));

        Assert.Equal(new KeepState(1, 1), (await two.Heard.NextAsync()).Message);
        Assert.Equal(new KeepState(1, 2), (await one.Heard.NextAsync()).Message);
    }

    [Fact]
    public async Task Too_many_messages_for_a_peer_that_cannot_be_reached_are_refused_at_once()
    {
        await using var one = await WirePeer.StartAsync("one");
        var nobody = new NodeAddress(new NodeId("nobody", 1), "ws://127.0.0.1:1");

        var taken = 0;
        while (taken < 1000 && one.Lane.Send(nobody, new KeepState(1, taken))) taken++;

        Assert.InRange(taken, 8, 9);   // the queue, and perhaps the one that is tried
    }

    [Fact]
    public async Task A_peer_that_comes_back_on_its_port_is_spoken_to_again()
    {
        await using var one = await WirePeer.StartAsync("one");
        var two = await WirePeer.StartAsync("two");
        var address = two.Address;
        one.Lane.Send(address, new KeepState(1, 1));
        await two.Heard.NextAsync();
        await two.DisposeAsync();

        await using var again = await WirePeer.StartAsync("two", listen: new Uri(address.Url).Authority);
        one.Lane.Send(address, new KeepState(1, 2));

        Assert.Equal(new KeepState(1, 2), (await again.Heard.NextAsync()).Message);
    }

    [Fact]
    public async Task A_frame_that_comes_twice_or_late_is_heard_once()
    {
        await using var two = await WirePeer.StartAsync("two");
        var caller = new NodeAddress(new NodeId("raw", 1), "ws://127.0.0.1:1");
        using var dialler = new Dialler(WirePeer.Options(), caller);
        foreach (ulong number in (ulong[])[5, 5, 4, 6])
        {
            using var line = await dialler.DialAsync(two.Address, WirePaths.Lane, default);
            await line.SendAsync(
                new Frame { Envelope = new Envelope { Sequence = number, Message = ControlCodec.Encode(new KeepState(1, (long)number)) } }, default);
            if (number == 5)
                await line.SendAsync(new Frame { Envelope = new Envelope { Sequence = number, Message = ControlCodec.Encode(new KeepState(1, 99)) } }, default);
            if (number is 6) break;
            // The node closes nothing by itself; asking it for a pong on another connection orders this one before the next.
            using var pulse = await dialler.DialAsync(two.Address, WirePaths.Pulse, default);
        }

        var heard = new List<long>();
        do heard.Add(((KeepState)(await two.Heard.NextAsync()).Message).Done);
        while (heard[^1] != 6);
        Assert.Equal([.. heard.Distinct().Order()], heard);
        Assert.DoesNotContain(99, heard);
    }

    [Fact]
    public async Task A_watched_peer_whose_process_ends_is_told_as_ended()
    {
        await using var one = await WirePeer.StartAsync("one");
        var two = await WirePeer.StartAsync("two");
        one.Lane.Watch(two.Address);
        two.Lane.Send(one.Address, new KeepState(1, 1));
        await one.Heard.NextAsync();

        await two.DisposeAsync();

        var lost = await one.Heard.NextLossAsync();
        Assert.Equal((two.Address.Node, PeerLoss.Ended), (lost.Peer, lost.Loss));
    }

    [Fact]
    public async Task A_port_where_another_life_of_the_peer_answers_means_that_the_old_one_has_ended()
    {
        await using var one = await WirePeer.StartAsync("one");
        await using var two = await WirePeer.StartAsync("two", incarnation: 2);

        one.Lane.Watch(two.Address with { Node = new NodeId("two", 1) });

        var lost = await one.Heard.NextLossAsync();
        Assert.Equal((new NodeId("two", 1), PeerLoss.Ended), (lost.Peer, lost.Loss));
        Assert.Contains("two#2", lost.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_accepts_and_says_nothing_is_told_as_silent()
    {
        using var mute = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        mute.Start();
        await using var one = await WirePeer.StartAsync("one", options: WirePeer.Options(detection: 0.3));
        var address = new NodeAddress(new NodeId("mute", 1), $"ws://{mute.LocalEndpoint}");

        one.Lane.Watch(address);

        var lost = await one.Heard.NextLossAsync();
        Assert.Equal((address.Node, PeerLoss.Silent), (lost.Peer, lost.Loss));
    }

    [Fact]
    public async Task A_peer_that_is_forgotten_is_not_told_as_lost()
    {
        await using var one = await WirePeer.StartAsync("one");
        var two = await WirePeer.StartAsync("two");
        await using var three = await WirePeer.StartAsync("three");
        one.Lane.Watch(two.Address);
        one.Lane.Watch(three.Address);
        one.Lane.Forget(two.Address.Node);

        await two.DisposeAsync();
        await three.DisposeAsync();

        Assert.Equal(three.Address.Node, (await one.Heard.NextLossAsync()).Peer);
    }

    [Fact]
    public async Task A_life_that_has_been_replaced_is_not_let_in_again()
    {
        await using var two = await WirePeer.StartAsync("two");
        await using var newer = await WirePeer.StartAsync("one", incarnation: 3);
        await using var older = await WirePeer.StartAsync("one", incarnation: 2);
        newer.Lane.Send(two.Address, new KeepState(1, 1));
        await two.Heard.NextAsync();

        older.Lane.Watch(two.Address);

        var lost = await older.Heard.NextLossAsync();
        Assert.Equal(PeerLoss.Refused, lost.Loss);
        Assert.Contains("one#3", lost.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_that_is_too_large_ends_the_connection_and_is_not_heard()
    {
        await using var two = await WirePeer.StartAsync("two");
        using var dialler = new Dialler(WirePeer.Options(), new NodeAddress(new NodeId("raw", 1), "ws://127.0.0.1:1"));
        using var line = await dialler.DialAsync(two.Address, WirePaths.Lane, default);
        var large = new Halt(1, 1, new string('x', FrameSocket.MaxFrameBytes + 1));

        var send = () => line.SendAsync(new Frame { Envelope = new Envelope { Sequence = 1, Message = ControlCodec.Encode(large) } }, default).AsTask();
        await Record.ExceptionAsync(send);

        await Assert.ThrowsAnyAsync<WebSocketException>(() => line.ReceiveAsync(TestContext.Current.CancellationToken).AsTask());
        await two.Log.WaitForAsync("more than");
    }
}
