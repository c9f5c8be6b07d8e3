using SoGar.Actors.Kernel;

namespace SoGar.Actors.Tests.Kernel;

public sealed class BackoffTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Backoff Rule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), MaxRestarts: 5, TimeSpan.FromMinutes(1));

    [Fact]
    public void Each_restart_waits_twice_as_long_up_to_the_cap_and_then_gives_up()
    {
        var (history, delays) = (RestartHistory.None, new List<double>());
        while (Rule.Next(history, Start) is BackoffDecision.RestartAfter after)
        {
            delays.Add(after.Delay.TotalSeconds);
            history = after.History;
        }

        Assert.Equal([1, 2, 4, 5, 5], delays);
        Assert.Equal(new BackoffDecision.Exhausted(5, Rule.Window), Rule.Next(history, Start));
    }

    [Fact]
    public void Restarts_older_than_the_window_are_forgotten_one_by_one()
    {
        var history = new RestartHistory([.. Enumerable.Range(0, 5).Select(i => Start + TimeSpan.FromSeconds(i))]);

        Assert.IsType<BackoffDecision.Exhausted>(Rule.Next(history, Start + TimeSpan.FromSeconds(59.9)));
        Assert.Equal(5, Assert.IsType<BackoffDecision.RestartAfter>(Rule.Next(history, Start + TimeSpan.FromSeconds(60))).Delay.TotalSeconds);
        Assert.Equal(1, Assert.IsType<BackoffDecision.RestartAfter>(Rule.Next(history, Start + TimeSpan.FromSeconds(64))).Delay.TotalSeconds);
    }

    [Fact]
    public void A_wait_of_zero_stays_zero() =>
        Assert.Equal(
            TimeSpan.Zero,
            Assert.IsType<BackoffDecision.RestartAfter>((Rule with { First = TimeSpan.Zero }).Next(new([Start, Start]), Start)).Delay);

    [Fact]
    public void The_first_rule_that_fits_decides_derived_failures_included()
    {
        var policy = new SupervisionPolicy(
        [
            new(typeof(DirectoryNotFoundException), Directive.Stop, "special"),
            new(typeof(IOException), Directive.Resume, "general"),
        ]);

        Assert.Equal((Directive.Stop, "special"), Decide(new DirectoryNotFoundException()));
        Assert.Equal((Directive.Resume, "general"), Decide(new EndOfStreamException()));
        Assert.Equal((Directive.Escalate, "no rule names this failure"), Decide(new FormatException()));

        (Directive, string) Decide(Exception cause)
        {
            var verdict = policy.Decide(cause, RestartHistory.None, Start);
            return (verdict.Directive, verdict.Reason);
        }
    }

    [Fact]
    public void A_rule_may_have_a_pace_and_an_end_of_its_own()
    {
        var rule = new SupervisionRule(typeof(IOException), Directive.Restart, "disk")
        {
            Backoff = Rule with { MaxRestarts = 1, WhenExhausted = Directive.Stop },
        };
        var first = new SupervisionPolicy([rule]).Decide(new IOException(), RestartHistory.None, Start);

        Assert.Equal((Directive.Restart, Rule.First), (first.Directive, first.Delay));
        Assert.Equal(Directive.Stop, new SupervisionPolicy([rule]).Decide(new IOException(), first.History, Start).Directive);
    }
}
