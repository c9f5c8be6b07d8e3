using SoGar.Actors.Kernel;

namespace SoGar.TestKit.Tests;

public sealed class FaultTests : IDisposable
{
    private static readonly SupervisionPolicy RestartAtOnce =
        new([new SupervisionRule(typeof(IOException), Directive.Restart, "the test wants it")])
        {
            Backoff = Backoff.Default with { First = TimeSpan.Zero },
        };

    private readonly Simulation _simulation = new(policy: RestartAtOnce);
    private readonly Probe<Pong> _probe;
    private readonly ActorRef<Ping> _ponger;

    public FaultTests()
    {
        _probe = _simulation.Probe<Pong>("probe");
        _ponger = _simulation.Spawn("ponger", () => new Ponger());
    }

    public void Dispose() => _simulation.Dispose();

    [Fact]
    public void The_chosen_messages_are_lost_and_no_others()
    {
        _simulation.Faults.When<Ping>(to: "/sim/ponger", nth: 2, count: 2).Lose();

        SendPings(5);

        Assert.Equal([1, 4, 5], HeardNumbers());
        Assert.Equal(2, _simulation.Events.OfType<DeadLetter>().Count(letter => letter.Reason == DeadLetterReason.LostByFault));
        Assert.Contains("lost /sim/probe -> /sim/ponger  Ping { Number = 2 }", _simulation.Trace.ToString());
    }

    [Fact]
    public void A_fault_may_choose_by_content_sender_and_recipient()
    {
        _simulation.Faults.When<Pong>(from: "/sim/ponger", where: pong => pong.Number == 3).Lose();
        _simulation.Faults.When<Ping>(from: "/sim/somebody else").Lose();

        SendPings(4);

        Assert.Equal([1, 2, 4], HeardNumbers());
    }

    [Fact]
    public void A_late_message_holds_up_what_the_same_pair_sends_after_it()
    {
        _simulation.Faults.When<Ping>(nth: 2).Delay(TimeSpan.FromSeconds(10));

        SendPings(3);

        _simulation.RunFor(TimeSpan.FromSeconds(9));
        Assert.Equal([1], HeardNumbers());
        _simulation.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal([2, 3], HeardNumbers());
    }

    [Fact]
    public void A_crash_is_a_failure_of_the_actor_that_would_have_heard_the_message()
    {
        _simulation.Faults.When<Ping>(nth: 2).Crash(new IOException("device lost"));

        SendPings(3);

        Assert.Equal([1, 3], HeardNumbers());
        Assert.Equal("device lost", _simulation.ExpectEvent<ActorFailed>().Cause.Message);
        Assert.Equal("/sim/ponger", _simulation.ExpectEvent<ActorRestarted>().Path);
    }

    [Fact]
    public void The_end_of_piped_work_can_be_lost_by_its_name()
    {
        var piper = _simulation.Spawn("piper", () => new Piper(_probe.Ref));
        _simulation.Faults.When("Ping", to: "/sim/piper", nth: 3).Lose();

        for (var number = 1; number <= 4; number++) piper.Tell(new Pong(number));
        _simulation.RunFor(TimeSpan.FromSeconds(10));

        // The pongs of its mailbox pass; of the pings that it owes to itself the third is missing.
        Assert.Equal([1, 2, 4], HeardNumbers());
    }

    private sealed class Piper(ActorRef<Pong> probe) : Actor<object>
    {
        protected override void Receive(object message)
        {
            if (message is Pong pong)
                Context.PipeToSelf(Task.Delay(TimeSpan.FromSeconds(pong.Number), Context.Clock), () => new Ping(pong.Number), cause => cause);
            else if (message is Ping ping) probe.Tell(new Pong(ping.Number));
        }
    }

    [Fact]
    public void The_end_of_an_actor_is_never_lost()
    {
        _probe.Watch(_ponger);
        _simulation.RunFor(TimeSpan.Zero);
        _simulation.Faults.When<object>(count: 1_000_000).Lose();

        _ponger.Stop();

        _probe.ExpectTerminated(_ponger);
    }

    private void SendPings(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            _probe.Send(_ponger, new Ping(number));
        }

        _simulation.RunFor(TimeSpan.Zero);
    }

    private IEnumerable<int> HeardNumbers() => _probe.TakeAll().Select(pong => pong.Number);
}
