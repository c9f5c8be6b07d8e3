using SoGar.Host.Cluster;
using SoGar.Protocol.Events;
using SoGar.TestKit;

namespace SoGar.Host.Tests.Launcher;

public sealed class RunEndWatchTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void A_run_that_is_resumed_is_not_over_however_long_its_nodes_take_to_come()
    {
        var watch = new RunEndWatch(_clock);
        for (var minute = 0; minute < 5; minute++)
        {
            watch.Look(isNews: false, RunStatus.Drained);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.False(watch.IsOver);
        Assert.False(watch.IsOverdue);

        watch.Look(isNews: true, RunStatus.Running);
        _clock.Advance(TimeSpan.FromHours(1));
        watch.Look(isNews: true, RunStatus.Finished);

        Assert.True(watch.IsOver);
        Assert.False(watch.IsOverdue);
    }

    [Fact]
    public void Nodes_that_outlive_their_run_are_waited_for_only_so_long()
    {
        var watch = new RunEndWatch(_clock);
        watch.Look(isNews: true, RunStatus.Finished);

        _clock.Advance(RunEndWatch.Patience - TimeSpan.FromSeconds(1));
        watch.Look(isNews: false, RunStatus.Finished);
        Assert.False(watch.IsOverdue);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(watch.IsOverdue);
    }
}
