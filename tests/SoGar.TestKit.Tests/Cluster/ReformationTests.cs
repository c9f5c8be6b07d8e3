using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.Cluster;

/// <summary>Generations that form anew: for joins and leaves on top of each other, for new shares, and for a pause.</summary>
public sealed class ReformationTests
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 5).Select(seed => (ulong)seed)];

    public static TheoryData<ulong, int, int> Worlds =>
        [.. from seed in Enumerable.Range(1, 3) from world in new[] { (1, 1), (2, 1), (3, 1), (4, 1), (4, 2) } select ((ulong)seed, world.Item1, world.Item2)];

    [Theory, MemberData(nameof(Worlds))]
    public void Worlds_of_one_to_eight_trainers_stand_a_crash_a_join_a_leave_and_a_restart(ulong seed, int nodes, int trainers)   // G1, G4, G5
    {
        var names = Enumerable.Range(0, nodes).Select(index => $"n{index}").ToArray();
        var stage = new ClusterStage(seed, trainers, steps: 40).Start(names).RunTo(6);

        stage.Start("late");
        stage.RunTo(12).Kill(names[^1]);
        stage.RunTo(18).Start(names[^1]);
        stage.RunTo(24);
        stage.Leave("late");
        stage.RunTo(28);
        foreach (var name in names.Append("late")) stage.Kill(name);
        stage.Start(names).RunToEnd();

        stage.AssertUndisturbedResult();
        foreach (var recovery in stage.History.Recoveries.SkipLast(1)) Assert.Equal(0, recovery.StepsLost);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_donor_that_dies_while_its_state_is_copied_is_replaced_by_another(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);
        stage.World.Listen(happened =>
        {
            if (happened is MessageHeard { Message: StateOffered offered } && !stage.World.Node(offered.Source.Donor.Node.Name).HasEnded
                && stage.Supervisor != offered.Source.Donor.Node.Name)
                stage.World.After(TimeSpan.Zero, () => stage.World.Node(offered.Source.Donor.Node.Name).Kill("the donor"));
        });

        stage.Start("d");
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Nodes_that_are_lost_at_once_cost_one_recovery(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c", "d", "e", "f").RunTo(9);
        var lost = new[] { "b", "c", "d", "e" }.Where(name => name != stage.Supervisor).ToArray();

        foreach (var name in lost) stage.Kill(name);
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Single(stage.History.Recoveries);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Shards_move_from_a_trainer_that_got_slow_at_a_step_boundary(ulong seed)
    {
        var stage = new ClusterStage(seed, steps: 80).Start("a", "b").RunTo(9);

        stage.World.Node("b").ShardTime *= 4;
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        var shares = stage.Events.OfType<GenerationFormed>().Last()
            .Members!.ToDictionary(member => member.Node, member => member.Trainers.Sum(trainer => trainer.Shards.Length));
        Assert.True(shares["a#1"] > shares["b#1"], $"a has {shares["a#1"]} shards, b {shares["b#1"]}");
        Assert.Empty(stage.History.Recoveries);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void The_last_node_that_leaves_takes_the_run_to_a_checkpoint(ulong seed)
    {
        var stage = new ClusterStage(seed, steps: 60).Start("a", "b").RunTo(9);

        stage.Leave("a");
        stage.Leave("b");
        stage.RunToEnd();

        Assert.Equal(RunStatus.Drained, stage.History.Status);
        Assert.Equal(stage.History.Done, stage.History.Checkpoints[^1].Done);
        Assert.Equal(stage.Undisturbed.After(stage.History.Done).Digests(), stage.History.Checkpoints[^1].Digests);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_device_that_fails_ends_its_node_only(ulong seed)
    {
        var stage = new ClusterStage(seed).Start("a", "b", "c").RunTo(9);
        var broken = stage.Supervisor == "b" ? "c" : "b";

        stage.Devices[broken].Lose();
        stage.RunToEnd();

        stage.AssertUndisturbedResult();
        stage.AssertNothingComputedTwice();
        Assert.Contains(stage.Events.OfType<NodeLost>(), lost => lost.Node == $"{broken}#1");
    }
}
