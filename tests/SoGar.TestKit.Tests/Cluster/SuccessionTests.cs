using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.Cluster;

/// <summary>What a supervisor has to make of a past that the journal does not know, or that is not what it looks like. Each was a storm once.</summary>
public sealed class SuccessionTests
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 5).Select(seed => (ulong)seed)];

    [Theory, MemberData(nameof(Seeds))]
    public void Steps_of_a_generation_that_the_journal_does_not_know_are_committed_by_the_next_supervisor(ulong seed)   // G1
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b", "c", "d").RunTo(9);
        stage.World.Store.Weather = new StoreWeather { IsGone = true };
        stage.Kill(new[] { "b", "c" }.First(name => name != stage.Supervisor));
        stage.World.RunFor(TimeSpan.FromSeconds(1));

        stage.Kill(stage.Supervisor);
        stage.World.RunFor(TimeSpan.FromSeconds(0.2));
        stage.World.Store.Weather = StoreWeather.Calm;
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_run_that_ended_while_the_store_was_gone_is_told_by_its_nodes_and_not_by_a_checkpoint(ulong seed)   // G1
    {
        var stage = new ClusterStage(seed, steps: 20).Start("a", "b", "c");
        Assert.True(stage.World.RunUntil(() => stage.Events.OfType<RunStarted>().Any(), TimeSpan.FromSeconds(10)));
        stage.World.Store.Weather = new StoreWeather { IsGone = true };
        stage.World.RunFor(TimeSpan.FromSeconds(9));

        stage.World.Store.Weather = StoreWeather.Calm;
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_checkpoint_of_a_replica_that_went_wrong_is_named_and_never_journalled_as_written(ulong seed)   // G3, G6
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(5);
        var keeper = stage.Events.OfType<GenerationFormed>().Last().Members!.MinBy(member => member.Trainers.Min(share => share.Trainer))!.Node;
        stage.World.Listen(happened =>
        {
            if (happened is StepSummed { Step: 9, Generation: 1 }) stage.Devices[keeper[..1]].FlipBit(0, 2, atOnce: true);
        });

        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        foreach (var written in stage.Events.OfType<CheckpointWritten>()) Assert.Equal(stage.Undisturbed.After(written.Done).Digests(), written.Digests);
        Assert.Contains(keeper, Assert.Single(stage.Events.OfType<CheckpointRejected>()).Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void The_last_checkpoint_of_a_replica_that_went_wrong_is_set_aside_and_the_right_one_written(ulong seed)   // G3, G6
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(5);
        var keeper = stage.Events.OfType<GenerationFormed>().Last().Members!.MinBy(member => member.Trainers.Min(share => share.Trainer))!.Node;
        stage.World.Listen(happened =>
        {
            if (happened is StepSummed { Step: 29, Generation: 1 }) stage.Devices[keeper[..1]].FlipBit(0, 2, atOnce: true);
        });

        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Equal(30, Assert.Single(stage.Events.OfType<CheckpointRejected>()).Done);
        Assert.Equal(["step-00000030"], stage.Disk.Refused);
        Assert.Contains("step-00000030", stage.Disk.Folders);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_checkpoint_that_holds_another_state_than_the_journal_is_passed_over(ulong seed)   // G1, G6
    {
        var stage = new ClusterStage(seed).Start("a", "b").RunTo(14);
        foreach (var name in new[] { "a", "b" }) stage.Kill(name);
        stage.Disk.Write(stage.Undisturbed.After(11) with { Done = 12 }, term: 1, keep: 3);

        stage.Start("a", "b").RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Equal(10, Assert.Single(stage.History.Recoveries).Step);
        Assert.Contains(stage.Events.OfType<CheckpointRejected>(), rejected => rejected.Folder == "step-00000012");
        Assert.Equal(["step-00000012"], stage.Disk.Refused);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Of_two_that_disagree_none_is_copied_by_those_who_join(ulong seed)   // G3
    {
        var stage = new ClusterStage(seed, with: recipe => recipe with { Checkpoint = new CheckpointRecipe { Every = 1000, Keep = 3 } }).Start("a", "b")
            .RunTo(5);
        var isEnding = false;
        stage.World.Listen(happened =>
        {
            if (happened is MessageHeard { Message: EndGeneration }) isEnding = true;
            if (happened is not StepSummed || !isEnding) return;
            isEnding = false;
            stage.Devices["b"].FlipBit(0, 2, atOnce: true);
        });

        stage.Start("c", "d");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_step_that_went_wrong_and_was_replaced_is_not_told_to_the_next_supervisor(ulong seed)   // G3, G5
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b", "c").RunTo(9);
        var odd = stage.Supervisor == "b" ? "c" : "b";
        stage.World.Store.Weather = new StoreWeather { IsGone = true };
        var isHit = false;
        stage.World.Listen(happened =>
        {
            if (happened is not StepSummed || isHit) return;
            isHit = true;
            stage.Devices[odd].FlipBit(0, 2, atOnce: true);
        });
        stage.World.RunFor(TimeSpan.FromSeconds(1));

        foreach (var name in new[] { "a", "b", "c" }.Where(name => name != odd)) stage.Kill(name);
        stage.World.Store.Weather = StoreWeather.Calm;
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_donor_looks_at_its_memory_before_it_lends_its_state(ulong seed)   // G3
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);
        List<string> hit = [];
        stage.World.Listen(happened =>
        {
            if (happened is not MessageHeard { Message: ServeState, To: var donor } || hit.Count > 0) return;
            hit.Add($"{donor}");
            stage.Devices[donor.Name].FlipBit(0, 2, atOnce: true);
        });

        stage.Start("d", "e", "f");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.DoesNotContain(stage.Events.OfType<StateCopied>(), copied => hit.Contains(copied.Source));
        Assert.Equal(hit, stage.Events.OfType<ReplicaReplaced>().Select(replaced => replaced.Node));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_new_supervisor_does_not_wait_for_nodes_that_its_predecessor_had_lost(ulong seed)   // G7
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c", "d").RunTo(9);
        stage.Kill(new[] { "b", "c" }.First(name => name != stage.Supervisor));
        Assert.True(stage.World.RunUntil(() => stage.Events.OfType<NodeLost>().Any(), TimeSpan.FromSeconds(5)));
        stage.World.RunFor(TimeSpan.FromMilliseconds(20));

        stage.Kill(stage.Supervisor);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.All(stage.History.Recoveries, recovery => Assert.InRange(recovery.Seconds, 0, 1));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_member_that_missed_the_beginning_does_not_hold_up_the_end_of_a_generation(ulong seed)   // G7
    {
        var stage = new ClusterStage(seed);
        stage.World.Faults.When<BeginGeneration>(to: "c", count: 2).Lose();
        stage.Start("a", "b", "c");
        Assert.True(stage.World.RunUntil(() => stage.Events.OfType<GenerationFormed>().Any(), TimeSpan.FromSeconds(10)));

        stage.Start("d");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.InRange(stage.World.Clock.Elapsed.TotalSeconds, 0, 30);
    }
}
