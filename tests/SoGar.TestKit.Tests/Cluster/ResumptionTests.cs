using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.Cluster;

/// <summary>A run that nobody is left of for so long that leases, watches and patience have all run out, and that is gone on with then.</summary>
public sealed class ResumptionTests
{
    private static readonly string[] Killed = ["a", "b", "c"];

    public static TheoryData<ulong, int> Absences
    {
        get
        {
            var data = new TheoryData<ulong, int>();
            foreach (var seed in new ulong[] { 1, 2, 3 })
                foreach (var seconds in new[] { 31, 3600 }) data.Add(seed, seconds);
            return data;
        }
    }

    [Theory, MemberData(nameof(Absences))]
    public void Whom_nobody_was_left_of_goes_on_from_the_newest_checkpoint(ulong seed, int seconds)   // G1, G5
    {
        var stage = Abandoned(seed, seconds);

        stage.Resume("a", "b", "c").RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Equal(10, stage.Events.OfType<GenerationFormed>().Last(formed => formed.FirstStep < 14).FirstStep);
        Assert.Empty(stage.Events.OfType<RunFailed>());
    }

    [Theory, MemberData(nameof(Absences))]
    public void Processes_with_other_names_go_on_with_it_and_wait_for_none_of_the_old(ulong seed, int seconds)   // G7
    {
        var stage = Abandoned(seed, seconds);
        var back = stage.World.Clock.Elapsed;

        stage.Resume("d", "e");
        stage.RunTo(15);

        Assert.InRange(stage.World.Clock.Elapsed - back, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        stage.RunToEnd().AssertUndisturbedResult();
    }

    [Theory, MemberData(nameof(Absences))]
    public void A_supervisor_that_takes_over_from_one_long_gone_waits_for_none_of_its_nodes(ulong seed, int seconds)   // G2, G7
    {
        var stage = Abandoned(seed, seconds);

        stage.Start("d", "e").RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Equal(10, Assert.Single(stage.History.Recoveries).Step);
    }

    [Theory, MemberData(nameof(Absences))]
    public void A_run_that_was_drained_goes_on_where_it_stopped(ulong seed, int seconds)   // G1
    {
        var stage = new ClusterStage(seed).Start("a", "b").RunTo(14);
        foreach (var name in new[] { "a", "b" }) stage.Leave(name);
        stage.RunToEnd();
        var done = stage.History.Done;
        stage.World.RunFor(TimeSpan.FromSeconds(seconds));

        stage.Resume("a", "c").RunTo(30);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Equal(done, stage.Events.OfType<GenerationFormed>().First(formed => formed.FirstStep >= 14).FirstStep);
    }

    [Theory, MemberData(nameof(Absences))]
    public void Who_comes_back_before_the_store_does_goes_on_once_it_is_there(ulong seed, int seconds)   // G1
    {
        var stage = Abandoned(seed, seconds);

        stage.Resume("a", "b");
        stage.World.Store.Weather = new StoreWeather { IsGone = true };
        stage.World.RunFor(TimeSpan.FromSeconds(seconds));
        stage.World.Store.Weather = StoreWeather.Calm;
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
    }

    private static ClusterStage Abandoned(ulong seed, int seconds)
    {
        var stage = new ClusterStage(seed).Start(Killed).RunTo(14);
        foreach (var name in Killed) stage.Kill(name);
        stage.World.RunFor(TimeSpan.FromSeconds(seconds));
        return stage;
    }
}
