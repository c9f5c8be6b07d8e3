using SoGar.Actors.Training;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.Cluster;

/// <summary>Every way in which a run over several nodes is disturbed and goes on, one fact each; `sogar sim` mixes them by the thousand.</summary>
public sealed class RecoveryTests
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 5).Select(seed => (ulong)seed)];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    public void A_run_over_any_nodes_and_trainers_gives_the_same_digests(int nodes, int trainers)   // G5
    {
        var stage = new ClusterStage(trainers: trainers).Start(Names(nodes)).RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Empty(stage.History.Recoveries);
        Assert.Single(stage.Events.OfType<GenerationFormed>());
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_killed_node_costs_no_step_and_its_survivors_go_on(ulong seed)   // G1, G7
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);
        var killed = stage.Supervisor == "b" ? "c" : "b";

        stage.Kill(killed);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        var recovery = Assert.Single(stage.History.Recoveries);
        Assert.StartsWith($"{killed}#1 ended", recovery.Cause, StringComparison.Ordinal);
        Assert.Equal(0, recovery.StepsLost);
        Assert.Equal(0, stage.Events.OfType<GenerationFormed>().Last().Copies);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Only_what_a_killed_node_had_of_a_step_is_computed_anew(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);
        var nodes = new[] { "a", "b", "c" }.Select(stage.World.Node).ToArray();
        var killed = nodes.First(node => node.Name != stage.Supervisor);
        // In the middle of a step: all have computed their shards, none has the sum.
        stage.World.RunUntil(() => false, TimeSpan.FromMilliseconds(20));
        Assert.Equal(10 * stage.Recipe.Shards, nodes.Sum(node => node.ShardsComputed));
        var wasted = stage.Events.OfType<GenerationFormed>().Last().Members!.Single(member => member.Node == killed.Id.ToString()).Trainers[0].Shards.Length;

        stage.Kill(killed.Name);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Equal(stage.Recipe.Steps * stage.Recipe.Shards + wasted, nodes.Sum(node => node.ShardsComputed));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void With_the_supervisors_node_killed_another_takes_the_seat_at_once(ulong seed)   // G2
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);

        stage.Kill(stage.Supervisor);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Single(stage.Events.OfType<SupervisorChanged>());
        Assert.Equal(0, Assert.Single(stage.History.Recoveries).StepsLost);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void The_last_node_left_goes_on_alone(ulong seed)   // G7
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(6);

        stage.Kill("a");
        stage.Kill("c");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void With_all_killed_the_run_goes_on_from_its_newest_checkpoint(ulong seed)   // G1, G6
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(14);

        foreach (var name in new[] { "a", "b", "c" }) stage.Kill(name);
        stage.Start("a", "b", "c").RunToEnd();

        stage.AssertUndisturbedResult();
        var recovery = Assert.Single(stage.History.Recoveries);
        Assert.Equal(10, recovery.Step);
        Assert.InRange(recovery.StepsLost, 1, 8);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_damaged_checkpoint_is_passed_over_and_named(ulong seed)   // G6
    {
        var stage = new ClusterStage(seed).Start("a", "b").RunTo(23);
        foreach (var name in new[] { "a", "b" }) stage.Kill(name);
        stage.Disk.DamageNewest(isCut: false);

        stage.Start("a", "b").RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Equal(10, Assert.Single(stage.History.Recoveries).Step);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_node_that_joins_in_mid_run_copies_the_state_and_costs_no_step(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b").RunTo(9);

        stage.Start("c");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Equal("c#1", Assert.Single(stage.Events.OfType<StateCopied>()).Node);
        Assert.Equal(3, stage.Events.OfType<GenerationFormed>().Last().Trainers);
        Assert.Empty(stage.History.Recoveries);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_newcomer_that_takes_long_to_get_ready_keeps_nobody_waiting(ulong seed)
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b").RunTo(9);
        stage.World.Faults.When<ShardReady>(to: "/c/node/trainer-0").Delay(TimeSpan.FromSeconds(5));

        stage.Start("c");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Equal(3, stage.Events.OfType<GenerationFormed>().Last().Trainers);
        var commits = stage.Events.OfType<StepCommitted>().Select(step => step.At).ToArray();
        Assert.True(commits.Zip(commits.Skip(1), (one, next) => next - one).Max() < TimeSpan.FromSeconds(1));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_newcomer_is_asked_again_whether_it_is_ready_until_it_is_heard(ulong seed)
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b").RunTo(9);
        stage.World.Faults.When<Rehearse>(to: "c").Lose();
        stage.World.Faults.When<NodeRehearsed>(from: "c", count: 2).Lose();

        stage.Start("c");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Equal(3, stage.Events.OfType<GenerationFormed>().Last().Trainers);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_newcomer_that_dies_before_it_is_ready_costs_nothing(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b").RunTo(9);
        stage.World.Faults.When<ShardReady>(to: "/c/node/trainer-0").Delay(TimeSpan.FromSeconds(5));
        stage.World.Listen(happened =>
        {
            if (happened is MessageHeard { Message: Rehearse }) stage.World.After(TimeSpan.FromSeconds(1), () => stage.Kill("c"));
        });

        stage.Start("c");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Single(stage.Events.OfType<GenerationFormed>());
        Assert.Empty(stage.History.Recoveries);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_node_that_is_asked_to_leave_costs_no_step(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);
        var leaver = stage.Supervisor == "b" ? "c" : "b";

        stage.Leave(leaver);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Equal($"{leaver}#1", Assert.Single(stage.Events.OfType<NodeLeft>()).Node);
        Assert.False(stage.Ends[leaver].RunHasEnded);
        Assert.Empty(stage.History.Recoveries);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_supervisors_node_that_is_asked_to_leave_is_not_missed_by_its_successor(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);
        stage.World.Store.Weather = new StoreWeather { ShortestDelay = TimeSpan.FromMilliseconds(50), LongestDelay = TimeSpan.FromMilliseconds(300) };
        var leaver = stage.Supervisor;

        stage.Leave(leaver);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.NotEqual(leaver, stage.Supervisor);
        Assert.Equal($"{leaver}#1", Assert.Single(stage.Events.OfType<NodeLeft>()).Node);
        Assert.Empty(stage.Events.OfType<NodeLost>());
        Assert.Empty(stage.History.Recoveries);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_node_that_is_asked_to_leave_does_not_wait_for_a_store_that_is_away(ulong seed)
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b", "c").RunTo(9);
        stage.World.Store.Weather = new StoreWeather { IsGone = true };
        var leaver = stage.Supervisor == "b" ? "c" : "b";

        stage.Leave(leaver);
        Assert.True(stage.World.RunUntil(() => stage.Ends.ContainsKey(leaver), TimeSpan.FromSeconds(10)), $"{leaver} still waits");
        Assert.Empty(stage.Events.OfType<NodeLeft>());
        stage.World.Store.Weather = new StoreWeather();
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Equal($"{leaver}#1", Assert.Single(stage.Events.OfType<NodeLeft>()).Node);
        Assert.Empty(stage.History.Recoveries);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_node_that_was_killed_comes_back_as_a_new_life_and_takes_part(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);

        stage.Kill("b");
        stage.RunTo(12).Start("b");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Contains("b#2", stage.Events.OfType<NodeJoined>().Select(joined => joined.Node));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_hung_node_is_noticed_within_the_detection_time_and_comes_to_no_harm_when_it_wakes(ulong seed)   // G7
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b", "c").RunTo(9);
        var hung = stage.Supervisor == "b" ? "c" : "b";

        stage.World.Node(hung).Pause();
        stage.RunTo(20);
        stage.World.Node(hung).Resume();
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Contains($"{hung}#1", stage.History.Recoveries[0].Cause, StringComparison.Ordinal);
        Assert.InRange(stage.History.Recoveries[0].Seconds, 0, 2 * stage.Recipe.Cluster.Detection.TotalSeconds);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_supervisor_that_was_hung_and_wakes_late_changes_nothing(ulong seed)   // G2
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b", "c").RunTo(9);
        var hung = stage.Supervisor;

        stage.World.Node(hung).Pause();
        stage.RunTo(25);
        stage.World.Node(hung).Resume();
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_bit_that_flips_in_a_live_student_is_named_and_replaced_from_a_peer(ulong seed)   // G3
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);

        stage.Devices["b"].FlipBit(0, 2, atOnce: true);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Equal("b#1", Assert.Single(stage.Events.OfType<ReplicaReplaced>()).Node);
        Assert.Equal("b#1", Assert.Single(stage.Events.OfType<StateCopied>()).Node);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Where_two_disagree_and_none_is_known_to_be_right_both_go_back_to_a_checkpoint(ulong seed)   // G3
    {
        var stage = new ClusterStage(seed).Start("a", "b").RunTo(14);

        // In the exchange, behind the look for damage: it shows as a state that differs after the step.
        stage.Devices["b"].FlipBit(0, 2, atOnce: true);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Contains(stage.Events.OfType<StateCopied>(), copied => copied.Source == "checkpoint of step 10");
        Assert.Equal(10, Assert.Single(stage.History.Recoveries).Step);
    }

    [Theory]
    [InlineData(1, "a")]
    [InlineData(1, "b")]
    [InlineData(2, "a")]
    [InlineData(2, "b")]
    public void Of_two_that_disagree_the_one_that_went_wrong_is_named_once_the_step_was_done_again(ulong seed, string hit)   // G3
    {
        var stage = new ClusterStage(seed).Start("a", "b").RunTo(14);

        stage.Devices[hit].FlipBit(0, 2, atOnce: true);
        stage.RunToEnd();

        Assert.Equal($"{hit}#1", Assert.Single(stage.Events.OfType<ReplicaReplaced>()).Node);
        Assert.DoesNotContain("waited in vain", Assert.Single(stage.History.Recoveries).Cause, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_state_that_is_damaged_on_its_way_is_not_taken(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b").RunTo(9);
        stage.World.DisturbTransfer(TransferFault.Flip);

        stage.Start("c");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        Assert.Equal(3, stage.Events.OfType<GenerationFormed>().Last().Trainers);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void While_the_store_is_gone_training_goes_on_and_is_journalled_when_it_is_back(ulong seed)
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b", "c").RunTo(9);

        stage.World.Store.Weather = new StoreWeather { IsGone = true };
        stage.World.RunFor(TimeSpan.FromSeconds(4));
        var before = stage.History.Done;
        stage.World.Store.Weather = StoreWeather.Calm;
        stage.World.RunFor(TimeSpan.FromSeconds(2.5));

        Assert.InRange(stage.History.Done - before, 15, 60);
        stage.RunToEnd();
        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Single(stage.Events.OfType<GenerationFormed>());
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(index => ((char)('a' + index)).ToString())];
}
