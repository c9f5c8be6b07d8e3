namespace SoGar.TestKit.Tests;

/// <summary>What probes promise on every stage.</summary>
public abstract class ProbeContract : IDisposable
{
    private protected abstract Stage Stage { get; }

    public void Dispose()
    {
        Stage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_probe_hears_answers_to_what_it_sends_and_knows_who_answered()
    {
        var probe = Stage.Probe<Pong>();
        var ponger = Stage.Spawn("ponger", () => new Ponger());

        probe.Send(ponger, new Ping(5));

        Assert.Equal(new Pong(5), probe.ExpectMsg<Pong>());
        Assert.Equal(ponger, probe.LastSender);
    }

    [Fact]
    public void A_probe_can_answer_what_it_was_asked()
    {
        var probe = Stage.Probe<Ping>();
        var answer = probe.Ref.AskAsync<Pong>(new Ping(1), TimeSpan.FromSeconds(20));
        Assert.Equal(1, probe.ExpectMsg<Ping>().Number);

        probe.Answer(new Pong(99));

        Assert.Equal(new Pong(99), Stage.Await(answer));
    }

    [Fact]
    public void A_probe_says_what_it_heard_instead()
    {
        var probe = Stage.Probe<object>("probe");
        probe.Ref.Tell(new Ping(1));

        Assert.Contains(
            "/probe expected Pong and heard Ping { Number = 1 }",
            Assert.Throws<ExpectationException>(() => probe.ExpectMsg<Pong>()).Message);
    }

    [Fact]
    public void A_probe_says_what_it_waited_for_in_vain()
    {
        var probe = Stage.Probe<Pong>("probe");

        Assert.Contains(
            "/probe expected Pong within 00:00:00.0100000 and heard nothing",
            Assert.Throws<ExpectationException>(() => probe.ExpectMsg<Pong>(TimeSpan.FromMilliseconds(10))).Message);
    }

    [Fact]
    public void A_probe_notices_that_silence_is_broken()
    {
        var probe = Stage.Probe<object>();
        probe.ExpectNoMsg(TimeSpan.FromMilliseconds(1));
        probe.Ref.Tell("psst");

        Assert.Contains("psst", Assert.Throws<ExpectationException>(() => probe.ExpectNoMsg(TimeSpan.FromSeconds(20))).Message);
    }

    [Fact]
    public void A_probe_hears_of_the_end_of_what_it_watches()
    {
        var probe = Stage.Probe<object>();
        var ponger = Stage.Spawn("ponger", () => new Ponger());
        probe.Watch(ponger);

        ponger.Stop();

        probe.ExpectTerminated(ponger);
    }
}

public sealed class SimulatedProbeTests : ProbeContract
{
    private protected override Stage Stage { get; } = new Simulation(seed: 3);
}

public sealed class ThreadedProbeTests : ProbeContract
{
    private protected override Stage Stage { get; } = new LocalStage();
}
