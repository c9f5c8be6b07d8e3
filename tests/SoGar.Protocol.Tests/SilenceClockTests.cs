using SoGar.Protocol.Cluster;

namespace SoGar.Protocol.Tests;

public sealed class SilenceClockTests
{
    private static readonly TimeSpan Detection = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_peer_that_stops_right_after_a_sign_of_life_is_lost_within_the_detection_time()   // G7
    {
        var clock = new SilenceClock(Detection);
        clock.Hear();

        var ticks = TicksUntilLost(clock, clock.Period);

        Assert.True(clock.Period * ticks <= Detection);
    }

    [Fact]
    public void A_peer_that_gives_signs_of_life_is_never_lost()
    {
        var clock = new SilenceClock(Detection);
        for (var tick = 0; tick < 1000; tick++)
        {
            if (tick % 5 == 0) clock.Hear();
            Assert.False(clock.Tick(clock.Period));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    [InlineData(86_400)]
    public void A_pause_of_our_own_is_not_the_peers_silence(int seconds)
    {
        var clock = new SilenceClock(Detection);
        clock.Hear();

        // Six ticks after the pause leave the peer's answers, which waited for us, time to be read.
        Assert.False(clock.Tick(TimeSpan.FromSeconds(seconds)));
        for (var tick = 0; tick < 6; tick++) Assert.False(clock.Tick(clock.Period));
    }

    [Fact]
    public void On_a_machine_where_every_tick_comes_late_a_silent_peer_is_still_lost()
    {
        var clock = new SilenceClock(Detection);

        Assert.InRange(TicksUntilLost(clock, clock.Period * 10), 1, SilenceClock.Ticks);
    }

    private static int TicksUntilLost(SilenceClock clock, TimeSpan elapsed)
    {
        for (var ticks = 1; ticks <= 1000; ticks++)
        {
            if (clock.Tick(elapsed)) return ticks;
        }

        return int.MaxValue;
    }
}
