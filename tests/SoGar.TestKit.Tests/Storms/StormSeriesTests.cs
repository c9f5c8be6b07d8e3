using SoGar.TestKit.Invariants;
using SoGar.TestKit.Storms;

namespace SoGar.TestKit.Tests.Storms;

public sealed class StormSeriesTests
{
    [Fact]
    public void The_first_failure_is_that_of_the_smallest_seed_in_whatever_order_storms_end()
    {
        var series = new StormSeries(plan => Outcome(plan, fails: plan.Seed is 7 or 12)) { Jobs = 4 };

        var report = series.Run(1, 20);

        Assert.Equal((20, 2), (report.Seeds, report.Failed));
        Assert.Equal(7UL, report.FirstFailure!.Plan.Seed);
        Assert.Equal([7UL, 12UL], report.FailedSeeds);
    }

    [Fact]
    public void A_storm_that_takes_another_course_the_second_time_has_failed()
    {
        var hash = 0UL;
        var series = new StormSeries(plan => Outcome(plan, fails: false) with { Hash = plan.Seed == 3 ? ++hash : 0 }) { Jobs = 1 };

        var report = series.Run(1, 5);

        Assert.Equal("one seed, one history", report.FirstFailure!.Violation!.Invariant);
        Assert.Equal([3UL], report.FailedSeeds);
    }

    private static StormOutcome Outcome(StormPlan plan, bool fails) =>
        new(plan, fails ? new Violation("G1", TimeSpan.Zero, "by the test") : null, 10, TimeSpan.FromSeconds(1), 0);
}
