using SoGar.Actors.Kernel;

namespace SoGar.TestKit.Tests;

public sealed class SimulationTests
{
    /// <summary>Several actors that talk to each other, by timers and by messages, for ten seconds.</summary>
    private static string HistoryOf(ulong seed, TimeSpan latency = default)
    {
        using var simulation = new Simulation(seed, latency);
        var probe = simulation.Probe<object>("probe");
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            var relay = simulation.Spawn($"relay-{i}", () => new Relay(probe.Ref), i % 2 == 0 ? SpawnOptions.Default : SpawnOptions.Dedicated);
            simulation.Spawn($"ticker-{i}", () => new Ticker(relay, TimeSpan.FromSeconds(1), $"tick of {number}"));
        }

        simulation.RunFor(TimeSpan.FromSeconds(10));
        return simulation.Trace.ToString();
    }

    private sealed class Ticker(ActorRef<object> target, TimeSpan period, string text) : Actor<string>
    {
        protected override void PreStart() => Context.Timers.StartPeriodic("tick", text, period);

        protected override void Receive(string message) => target.Tell(message);
    }

    [Fact]
    public void One_seed_has_one_history()
    {
        Assert.Equal(HistoryOf(8412), HistoryOf(8412));
        Assert.Equal(HistoryOf(8412, TimeSpan.FromMilliseconds(30)), HistoryOf(8412, TimeSpan.FromMilliseconds(30)));
    }

    [Fact]
    public void Seeds_differ_in_the_order_of_turns_but_not_in_what_happens()
    {
        var (one, other) = (HistoryOf(1), HistoryOf(2));

        Assert.NotEqual(one, other);
        Assert.Equal(one.Split('\n').Order(StringComparer.Ordinal), other.Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Hours_of_virtual_time_pass_to_the_tick()
    {
        using var simulation = new Simulation();
        var probe = simulation.Probe<object>();
        simulation.Spawn("ticker", () => new Ticker(probe.Ref, TimeSpan.FromHours(1), "tick"));

        simulation.RunFor(TimeSpan.FromDays(1));

        Assert.Equal(24, probe.TakeAll().Count);
        Assert.Equal(TimeSpan.FromDays(1), simulation.Clock.Elapsed);
    }

    [Fact]
    public void Everything_runs_on_the_thread_of_the_test_dedicated_actors_too()
    {
        using var simulation = new Simulation();
        var threads = new HashSet<int>();
        foreach (var options in new[] { SpawnOptions.Default, SpawnOptions.Dedicated })
        {
            simulation.Spawn($"{options.Dispatcher}", () => new ThreadNote(threads), options);
        }

        simulation.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    private sealed class ThreadNote(HashSet<int> threads) : AsyncActor<object>
    {
        protected override void PreStart()
        {
            threads.Add(Environment.CurrentManagedThreadId);
            Context.Self.Tell("go");
        }

        protected override async ValueTask ReceiveAsync(object message)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), Context.Clock);
            await Task.Yield();
            threads.Add(Environment.CurrentManagedThreadId);
        }
    }

    [Fact]
    public void With_latency_the_messages_of_a_pair_stay_in_order_and_its_end_comes_last()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            using var simulation = new Simulation(seed, latency: TimeSpan.FromSeconds(1));
            var probe = simulation.Probe<object>();
            var relay = simulation.Spawn("relay", () => new Relay(probe.Ref));
            probe.Watch(relay);
            simulation.RunFor(TimeSpan.Zero);
            for (var i = 0; i < 20; i++)
            {
                relay.Tell(i);
            }

            simulation.RunFor(TimeSpan.FromSeconds(1));
            relay.Stop();

            for (var i = 0; i < 20; i++)
            {
                probe.ExpectMsg(i);
            }

            probe.ExpectTerminated(relay);
        }
    }

    [Fact]
    public void Actors_that_talk_without_end_are_found_out()
    {
        var simulation = new Simulation { TurnsPerInstant = 1000 };
        var mirror = simulation.Spawn("mirror", () => new Mirror());
        mirror.Tell("hall of mirrors");

        var failure = Assert.Throws<ExpectationException>(() => simulation.RunFor(TimeSpan.FromSeconds(1)));

        Assert.Contains("virtual time stood still", failure.Message);
        Assert.Contains("/sim/mirror -> /sim/mirror  hall of mirrors", failure.Message);
    }

    private sealed class Mirror : Actor<object>
    {
        protected override void Receive(object message) => Self.Tell(message);
    }

    [Fact]
    public void An_unmet_expectation_tells_the_seed_and_the_end_of_the_trace()
    {
        using var simulation = new Simulation(seed: 8412);
        var probe = simulation.Probe<Pong>("probe");
        probe.Send(simulation.Spawn("ponger", () => new Ponger()), new Ping(3));

        var failure = Assert.Throws<ExpectationException>(() => probe.ExpectMsg(new Pong(4)));

        Assert.Contains("/sim/probe expected Pong { Number = 4 } and heard Pong { Number = 3 }", failure.Message);
        Assert.Contains("seed 8412", failure.Message);
        Assert.Contains("/sim/ponger -> /sim/probe  Pong { Number = 3 }", failure.Message);
    }
}
