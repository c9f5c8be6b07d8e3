using SoGar.Protocol.Ports;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.World;

public sealed class SimulatedNetworkTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly NetworkWeather Storm = new() { Loss = 0.1, Duplication = 0.2, Reset = 0.05, Stall = 0.1 };

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 20).Select(seed => (ulong)seed)];

    [Theory, MemberData(nameof(Seeds))]
    public void Messages_of_a_pair_never_overtake_each_other_and_come_at_most_once(ulong seed)
    {
        var (world, one, two, _, heard) = Pair(seed);
        world.Network.Weather = Storm;

        for (var number = 0; number < 200; number++)
        {
            one.Lane.Send(two.Address, new Note(number));
            world.RunFor(TimeSpan.FromMilliseconds(5));
        }

        world.RunFor(Second);
        Assert.Equal(heard.Heard.Order().Distinct(), heard.Heard);
        Assert.InRange(heard.Heard.Count, 20, 195);
    }

    [Fact]
    public void On_a_calm_network_all_is_heard()
    {
        var (world, one, two, _, heard) = Pair(1);

        for (var number = 0; number < 50; number++) one.Lane.Send(two.Address, new Note(number));
        world.RunFor(Second);

        Assert.Equal(Enumerable.Range(0, 50), heard.Heard);
    }

    [Fact]
    public void A_cut_is_one_way_and_heals()
    {
        var (world, one, two, back, forth) = Pair(1);
        world.Network.Cut("one", "two");

        one.Lane.Send(two.Address, new Note(1));
        two.Lane.Send(one.Address, new Note(2));
        world.RunFor(Second);
        world.Network.Heal();
        one.Lane.Send(two.Address, new Note(3));
        world.RunFor(Second);

        Assert.Equal([3], forth.Heard);
        Assert.Equal([2], back.Heard);
    }

    [Fact]
    public void A_killed_peer_is_known_to_have_ended_at_once_and_an_unplugged_one_after_the_detection_time()
    {
        foreach (var (isUnplugged, loss, within) in new[] { (false, PeerLoss.Ended, 0.01), (true, PeerLoss.Silent, 2.5) })
        {
            var (world, one, two, notes, _) = Pair(1);
            one.Lane.Watch(two.Address);
            world.RunFor(Second);

            if (isUnplugged) world.Network.Unplug("two");
            two.Kill("by the test");
            var isNoticed = world.RunUntil(() => notes.Lost.Count > 0, TimeSpan.FromSeconds(within));

            Assert.True(isNoticed);
            Assert.Equal([("two", loss)], notes.Lost);
        }
    }

    [Theory]
    [InlineData(1.5, 0)]
    [InlineData(3, 1)]
    public void A_peer_that_stands_still_is_given_up_after_the_detection_time_and_not_before(double pause, int losses)
    {
        var (world, one, two, notes, _) = Pair(1);
        one.Lane.Watch(two.Address);
        world.RunFor(Second);

        two.Pause();
        world.RunFor(TimeSpan.FromSeconds(pause));
        two.Resume();
        world.RunFor(Second);

        Assert.Equal(losses, notes.Lost.Count);
    }

    [Fact]
    public void Who_stood_still_does_not_take_its_peers_for_silent()
    {
        var (world, one, two, notes, _) = Pair(1);
        one.Lane.Watch(two.Address);
        world.RunFor(Second);

        one.Pause();
        world.RunFor(TimeSpan.FromMinutes(1));
        one.Resume();
        world.RunFor(Second);

        Assert.Empty(notes.Lost);
    }

    [Fact]
    public void What_is_sent_to_a_node_that_stands_still_is_heard_in_order_when_it_goes_on()
    {
        var (world, one, two, _, heard) = Pair(1);
        two.Pause();

        for (var number = 0; number < 5; number++) one.Lane.Send(two.Address, new Note(number));
        world.RunFor(Second);
        Assert.Empty(heard.Heard);
        two.Resume();
        world.RunFor(Second);

        Assert.Equal(Enumerable.Range(0, 5), heard.Heard);
    }

    [Fact]
    public void A_stranger_is_refused_on_both_sides()   // G8
    {
        var world = new SimulatedWorld(1);
        var one = world.Start("one", _ => { });
        var stranger = world.Start("stranger", _ => { }, token: "another token");
        var (notes, strangers) = (LaneNotes.On(one), LaneNotes.On(stranger));
        stranger.Lane.Watch(one.Address);

        stranger.Lane.Send(one.Address, new Note(1));
        world.RunFor(Second);

        Assert.Empty(notes.Heard);
        Assert.Equal([("one", PeerLoss.Refused)], strangers.Lost);
    }

    [Fact]
    public void A_message_can_be_chosen_to_be_lost()
    {
        var (world, one, two, _, heard) = Pair(1);
        world.Faults.When<Note>(from: "one", to: "two", nth: 3).Lose();

        for (var number = 1; number <= 5; number++) one.Lane.Send(two.Address, new Note(number));
        world.RunFor(Second);

        Assert.Equal([1, 2, 4, 5], heard.Heard);
    }

    private static (SimulatedWorld World, SimulatedNode One, SimulatedNode Two, LaneNotes NotesOfOne, LaneNotes NotesOfTwo) Pair(ulong seed)
    {
        var world = new SimulatedWorld(seed);
        var (one, two) = (world.Start("one", _ => { }), world.Start("two", _ => { }));
        return (world, one, two, LaneNotes.On(one), LaneNotes.On(two));
    }
}
