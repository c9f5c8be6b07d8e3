using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Tests.Runs;

public sealed class UncommittedReportsTests
{
    private static readonly StepFingerprint Right = new(1, 1);
    private static readonly StepFingerprint Odd = new(2, 2);
    private static readonly NodeId A = new("a", 1);
    private static readonly NodeId B = new("b", 1);
    private readonly UncommittedReports _reports = new();

    [Fact]
    public void Every_step_that_somebody_reported_is_settled_once_and_in_order()
    {
        foreach (var step in new[] { 4L, 2, 3 }) Keep(A, 2, step, Right);
        Keep(B, 2, 3, Right);

        var settled = Settle(end: 5);

        Assert.Equal([(2L, 1), (3L, 2), (4L, 1)], settled.Select(reports => (reports[0].Step, reports.Count)));
    }

    [Fact]
    public void What_the_journal_has_and_what_is_done_anew_is_left_out()
    {
        foreach (var step in new[] { 2L, 3, 4, 5 }) Keep(A, 2, step, Right);
        _reports.Forget(2);

        Assert.Equal([3L, 4L], Settle(end: 5).Select(reports => reports[0].Step));
    }

    [Fact]
    public void The_last_step_counts_only_as_the_state_that_the_run_goes_on_from()
    {
        Keep(A, 2, 4, Odd);
        Keep(B, 2, 4, Right);

        Assert.Equal([Right], Settle(end: 5).Select(reports => reports[0].Fingerprint));
    }

    [Fact]
    public void A_step_that_was_done_again_counts_as_it_was_done_last()
    {
        foreach (var node in new[] { A, B }) Keep(node, 2, 3, Odd);
        Keep(A, 3, 3, Right);

        Assert.Equal([Right], Settle(end: 9).Select(reports => reports[0].Fingerprint));
    }

    [Fact]
    public void Where_reports_differ_those_count_that_were_summed_on()
    {
        Keep(A, 2, 3, Odd);
        Keep(B, 2, 3, Right);
        Keep(B, 2, 4, Right);

        Assert.Equal(Right, Settle(end: 9, trusted: A)[0][0].Fingerprint);
    }

    [Fact]
    public void Where_none_went_on_those_count_that_hold_the_state()
    {
        Keep(A, 2, 3, Odd);
        Keep(B, 2, 3, Right);

        Assert.Equal(Right, Settle(end: 9, trusted: B)[0][0].Fingerprint);
    }

    private void Keep(NodeId node, int generation, long step, StepFingerprint state) => _reports.Keep(
        node,
        new StepFinished(
            generation, new StepReport(new TrainerId(node == A ? 0 : 1), step, state, new StepReading(1, 1, 1, 1, 1, 1, 1), 1, TimeSpan.Zero, TimeSpan.Zero)));

    private IReadOnlyList<IReadOnlyList<StepReport>> Settle(long end, params NodeId[] trusted) => _reports.Settle(end, Right, trusted.ToHashSet());
}
