using SoGar.TestKit.Storms;

namespace SoGar.TestKit.Tests.Storms;

public sealed class StormPlanTests
{
    [Fact]
    public void A_seed_draws_the_same_storm_every_time_and_another_seed_another_one()
    {
        Assert.Equal(StormPlan.Draw(8412).Faults, StormPlan.Draw(8412).Faults);
        Assert.Equal(StormPlan.Draw(8412).Recipe.ToString(), StormPlan.Draw(8412).Recipe.ToString());
        Assert.NotEqual(StormPlan.Draw(8412).Faults, StormPlan.Draw(8413).Faults);
    }

    [Fact]
    public void The_line_that_brings_a_storm_back_names_all_that_it_was_drawn_from()
    {
        var plan = StormPlan.Draw(8412, 5, FaultKinds.Parse("partition,crash"));

        Assert.Equal("./sogar sim --seeds 8412 --nodes 5 --faults crash,partition", plan.Again);
        Assert.Equal("./sogar sim --seeds 7 --nodes 2", StormPlan.Draw(7, 2).Again);
    }

    [Fact]
    public void Only_what_was_asked_for_goes_wrong()
    {
        var kinds = Enumerable.Range(1, 200).SelectMany(seed => StormPlan.Draw((ulong)seed, 5, FaultKinds.Parse("crash,pause")).Faults)
            .Select(fault => fault.Kind);

        Assert.Equal([FaultKind.Crash, FaultKind.Pause], kinds.Distinct().Order());
    }

    [Fact]
    public void Over_many_seeds_everything_goes_wrong_once()
    {
        var kinds = Enumerable.Range(1, 500).SelectMany(seed => StormPlan.Draw((ulong)seed).Faults).Select(fault => fault.Kind).Distinct();

        Assert.Equal(FaultKinds.All, kinds.Order());
    }

    [Fact]
    public void A_fault_that_does_not_exist_is_refused_with_those_that_do()
    {
        var refusal = Assert.Throws<ArgumentException>(() => FaultKinds.Parse("crash,sunshine"));

        Assert.Contains("'sunshine' is no fault", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("slow-journal", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_storm_shrinks_to_the_faults_that_it_takes()
    {
        var plan = Enumerable.Range(1, 1000).Select(seed => StormPlan.Draw((ulong)seed, 5)).First(drawn => drawn.Faults.Length == 6);
        var (first, second) = (plan.Faults[1], plan.Faults[4]);

        var shrunk = StormShrinker.Shrink(plan, shorter => shorter.Faults.Contains(first) && shorter.Faults.Contains(second));

        Assert.Equal([first, second], shrunk.Faults);
        Assert.Equal(1, shrunk.Recipe.Steps);
    }

    [Fact]
    public void Every_fault_can_be_told_in_words()
    {
        foreach (var fault in Enumerable.Range(1, 500).SelectMany(seed => StormPlan.Draw((ulong)seed).Faults))
        {
            Assert.Matches(@"^ +\d+\.\d{3} s  .{10,}$", fault.ToString());
        }
    }
}
