using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Tests.Cluster;

public sealed class RecoveryRuleTests
{
    private static readonly StateDigests SomeDigests = new(new Digest("aa"), new Digest("bb"), new Digest("cc"));

    [Fact]
    public void Survivors_that_hold_one_state_begin_at_once() =>
        Assert.Equal(new FormationStep.Begin(7, Of(7)), Decide(committed: 7, Node("a", 7), Node("b", 7)));

    [Fact]
    public void The_most_advanced_lend_their_state_and_lenders_take_turns()
    {
        var copy = Assert.IsType<FormationStep.Copy>(Decide(committed: 7, Node("a", 8), Node("b", 7), Node("c", 8), Node("d", 0)));

        Assert.Equal(8, copy.Done);
        Assert.Equal([("a", "b"), ("c", "d")], copy.Copies.Select(each => (each.From.Name, each.To.Name)));
    }

    [Fact]
    public void A_step_that_is_not_committed_and_few_have_is_done_again()   // G3
    {
        var copy = Assert.IsType<FormationStep.Copy>(Decide(committed: 7, Node("a", 8), Node("b", 7), Node("c", 7), Node("d", 7)));

        Assert.Equal((7, "a"), (copy.Done, Assert.Single(copy.Copies).To.Name));
        Assert.Equal(7, Assert.IsType<FormationStep.Copy>(Decide(committed: 7, Node("a", 8), Node("b", 7))).Done);
        Assert.Equal(8, Assert.IsType<FormationStep.Copy>(Decide(committed: 8, Node("a", 8), Node("b", 7))).Done);
    }

    [Fact]
    public void A_newcomer_copies_from_a_survivor_although_it_can_read_a_checkpoint()
    {
        var copy = Assert.IsType<FormationStep.Copy>(Decide(committed: 7, Node("a", 7), Node("b", 0, checkpoints: 5)));

        Assert.Equal("b", Assert.Single(copy.Copies).To.Name);
    }

    [Fact]
    public void Without_a_survivor_the_newest_committed_checkpoint_is_gone_back_to_by_all_who_can_read_it()
    {
        var back = Assert.IsType<FormationStep.GoBack>(
            Decide(committed: 12, Node("a", 0, checkpoints: [5, 10]), Node("b", 0, checkpoints: [5]), Node("c", 0, checkpoints: [10])));

        Assert.Equal(new StateOfCheckpoint(10, SomeDigests), back.Source);
        Assert.Equal(["a", "c"], back.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void A_checkpoint_beyond_what_is_committed_serves_only_where_there_is_no_other()
    {
        Assert.Equal(
            new StateOfCheckpoint(5, SomeDigests), Assert.IsType<FormationStep.GoBack>(Decide(committed: 7, Node("a", 0, checkpoints: [5, 8]))).Source);
        Assert.Equal(new StateOfCheckpoint(8, SomeDigests), Assert.IsType<FormationStep.GoBack>(Decide(committed: 7, Node("a", 0, checkpoints: [8]))).Source);
    }

    [Fact]
    public void A_checkpoint_beyond_what_is_committed_does_not_decide_between_states_that_differ()   // G3
    {
        var back = Assert.IsType<FormationStep.GoBack>(Decide(committed: 6, Node("a", 7, new StepFingerprint(1, 1), 7), Node("b", 7)));

        Assert.IsType<StateOfBeginning>(back.Source);
    }

    [Fact]
    public void A_checkpoint_whose_digests_are_not_the_journals_is_passed_over()   // G6
    {
        var other = new CommittedState(7, Prints(7), new Dictionary<long, StateDigests> { [5] = SomeDigests with { Teacher = new Digest("dd") } });

        Assert.Equal(new FormationStep.Begin(0, Of(0)), RecoveryRule.Decide([Node("a", 0, checkpoints: [5])], other));
    }

    [Fact]
    public void A_state_that_differs_from_the_majoritys_is_replaced()   // G3
    {
        var copy = Assert.IsType<FormationStep.Copy>(Decide(committed: 6, Node("a", 7), Node("b", 7, new StepFingerprint(1, 1)), Node("c", 7)));

        Assert.Equal(("a", "b"), (copy.Copies[0].From.Name, Assert.Single(copy.Copies).To.Name));
    }

    [Fact]
    public void Where_two_differ_the_journal_decides()   // G3
    {
        var copy = Assert.IsType<FormationStep.Copy>(Decide(committed: 7, Node("a", 7, new StepFingerprint(1, 1)), Node("b", 7)));

        Assert.Equal(("b", "a"), (copy.Copies[0].From.Name, copy.Copies[0].To.Name));
    }

    [Fact]
    public void Where_two_differ_and_nobody_knows_which_is_right_both_go_back()   // G3
    {
        var back = Assert.IsType<FormationStep.GoBack>(Decide(committed: 6, Node("a", 7, new StepFingerprint(1, 1), 5), Node("b", 7, Of(7), 5)));

        Assert.Equal(new StateOfCheckpoint(5, SomeDigests), back.Source);
    }

    [Fact]
    public void Without_anything_all_begin_anew() =>
        Assert.IsType<StateOfBeginning>(Assert.IsType<FormationStep.GoBack>(Decide(committed: 3, Node("a", 4, hasState: false))).Source);

    [Fact]
    public void One_that_leaves_lends_its_state_and_copies_none()
    {
        Assert.Equal(new FormationStep.Begin(7, Of(7)), Decide(committed: 7, Node("a", 7), Node("b", 6) with { Stays = false }));
        Assert.Equal("b", Assert.IsType<FormationStep.Copy>(Decide(committed: 7, Node("a", 6), Node("b", 7) with { Stays = false })).Copies[0].From.Name);
    }

    private static FormationStep Decide(long committed, params Candidate[] candidates) =>
        RecoveryRule.Decide(candidates, new CommittedState(committed, Prints(committed), new Dictionary<long, StateDigests>()));

    private static Dictionary<long, StepFingerprint> Prints(long committed) =>
        Enumerable.Range(0, (int)committed).ToDictionary(step => (long)step, step => Of(step + 1));

    private static StepFingerprint Of(long done) => new((ulong)(100 + done), (ulong)(200 + done));

    private static Candidate Node(string name, long done, params long[] checkpoints) => Node(name, done, Of(done), checkpoints);

    private static Candidate Node(string name, long done, bool hasState)
    {
        var node = Node(name, done);
        return node with { Standing = node.Standing with { HasState = hasState } };
    }

    private static Candidate Node(string name, long done, StepFingerprint state, params long[] checkpoints) => new(
        new NodeId(name, 1),
        new NodeStanding(1, IsResting: true, HasState: true, done, state, [new TrainerId(name[0])], 2, "endpoint", 0),
        [.. checkpoints.Select(step => new CheckpointOffer(step, $"step-{step}", SomeDigests))]);
}
