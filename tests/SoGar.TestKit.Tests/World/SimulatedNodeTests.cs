using SoGar.Actors.Kernel;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.World;

public sealed class SimulatedNodeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly SimulatedWorld _world = new(1);
    private readonly List<string> _diary = [];

    [Fact]
    public void The_actors_of_a_killed_node_vanish_without_a_last_word()
    {
        var node = _world.Start("node", Ticking);
        _world.RunFor(Second * 3.5);

        node.Kill("by the test");
        _world.RunFor(Second * 10);

        Assert.Equal(["start", "tick", "tick", "tick"], _diary);
        Assert.True(node.HasEnded);
    }

    [Fact]
    public void A_node_that_is_started_again_is_a_new_incarnation()
    {
        _world.Start("node", Ticking);
        var second = _world.Start("node", Ticking);
        _world.RunFor(Second * 1.5);

        Assert.Equal(2, second.Id.Incarnation);
        Assert.Equal(["start", "tick"], _diary);
    }

    [Fact]
    public void While_a_node_stands_still_so_do_its_timers_which_then_fire_once()
    {
        var node = _world.Start("node", Ticking);
        _world.RunFor(Second * 1.5);

        node.Pause();
        _world.RunFor(Second * 5);
        Assert.Equal(["start", "tick"], _diary);
        node.Resume();
        _world.RunFor(TimeSpan.Zero);

        Assert.Equal(["start", "tick", "tick"], _diary);
    }

    [Fact]
    public void The_time_of_day_may_differ_and_spans_do_not()
    {
        var node = _world.Start("node", Ticking);
        node.Skew = TimeSpan.FromHours(-1);
        _world.RunFor(Second * 1.5);

        Assert.Equal(_world.Clock.GetUtcNow() - TimeSpan.FromHours(1), node.Clock.GetUtcNow());
        Assert.Equal(["start", "tick"], _diary);
    }

    [Fact]
    public void One_seed_has_one_history()
    {
        Assert.Equal(HashOf(8412), HashOf(8412));
        Assert.NotEqual(HashOf(8412), HashOf(8413));
    }

    private static ulong HashOf(ulong seed)
    {
        var world = new SimulatedWorld(seed);
        world.Network.Weather = new NetworkWeather { Loss = 0.1, Reset = 0.1 };
        var nodes = Enumerable.Range(0, 4).Select(index => world.Start($"node-{index}", _ => { })).ToList();
        foreach (var node in nodes) LaneNotes.On(node);
        for (var number = 0; number < 50; number++)
        {
            nodes[number % 4].Lane.Send(nodes[(number + 1) % 4].Address, new Note(number));
            world.RunFor(TimeSpan.FromMilliseconds(1));
        }

        world.RunFor(Second);
        return world.Trace.Hash;
    }

    private void Ticking(SimulatedNode node) => node.System.Spawn("ticker", () => new Ticker(_diary));

    private sealed class Ticker(List<string> diary) : Actor<string>
    {
        protected override void PreStart()
        {
            diary.Add("start");
            Context.Timers.StartPeriodic("tick", "tick", Second);
        }

        protected override void Receive(string message) => diary.Add(message);

        protected override void PostStop() => diary.Add("stop");
    }
}
