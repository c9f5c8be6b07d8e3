using SoGar.Actors.Training;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Tests.Training;

public sealed class ReportOutboxTests
{
    private readonly ReportOutbox _outbox = new();

    [Fact]
    public void Reports_are_numbered_from_one_and_sent_as_they_come()
    {
        Assert.Equal((1L, 1), Range(Assert.Single(_outbox.Add(Report(1), term: 3))));
        Assert.Equal((2L, 1), Range(Assert.Single(_outbox.Add(Report(2), term: 3))));
        Assert.Equal(2, _outbox.Last);
    }

    [Fact]
    public void What_was_not_acknowledged_is_said_again_to_a_new_supervisor()
    {
        for (var number = 1; number <= 5; number++) _ = _outbox.Add(Report(number), 1).Count();
        _ = _outbox.Acknowledge(3, 1).Count();

        var again = Assert.Single(_outbox.All(term: 2));

        Assert.Equal((4L, 2, 3L, 2L), (again.First, again.Reports.Length, again.Acknowledged, again.Term));
    }

    [Fact]
    public void With_nothing_kept_a_new_supervisor_still_learns_what_was_acknowledged()
    {
        _ = _outbox.Add(Report(1), 1).Count();
        _ = _outbox.Acknowledge(1, 1).Count();

        var again = Assert.Single(_outbox.All(term: 2));

        Assert.Equal((2L, 0, 1L), (again.First, again.Reports.Length, again.Acknowledged));
    }

    [Fact]
    public void Silence_of_the_supervisor_has_the_reports_said_again_and_answers_do_not()
    {
        _ = _outbox.Add(Report(1), 1).Count();

        Assert.Empty(_outbox.Nudge(1));
        Assert.Equal((1L, 1), Range(Assert.Single(_outbox.Nudge(1))));
        _ = _outbox.Acknowledge(1, 1).Count();
        Assert.Empty(_outbox.Nudge(1));
    }

    [Fact]
    public void While_very_many_wait_new_ones_are_held_back_and_follow_as_acknowledgements_come()
    {
        var sent = Enumerable.Range(1, 1000).SelectMany(number => _outbox.Add(Report(number), 1)).Sum(message => message.Reports.Length);
        Assert.Equal(256, sent);

        var next = Assert.Single(_outbox.Acknowledge(256, 1));

        Assert.Equal((257L, 256), Range(next));
    }

    [Fact]
    public void A_supervisor_takes_every_report_once_and_none_behind_a_gap()
    {
        var peer = new Peer(new NodeAddress(new NodeId("a", 1), "ws://a"), null!, null!, 0);
        NodeReports Message(long first, int count, long acknowledged = 0) =>
            new(1, first, [.. Enumerable.Range(0, count).Select(index => Report((int)first + index))], acknowledged);

        Assert.Equal([1, 2], Numbers(peer.Take(Message(1, 2))));
        Assert.Empty(peer.Take(Message(4, 1)));
        Assert.Equal([3, 4], Numbers(peer.Take(Message(2, 3))));
        Assert.Empty(peer.Take(Message(1, 4)));
    }

    [Fact]
    public void A_supervisor_that_takes_over_goes_on_behind_what_was_acknowledged()
    {
        var peer = new Peer(new NodeAddress(new NodeId("a", 1), "ws://a"), null!, null!, 0);

        // The message before it was lost: nothing is known of report 8.
        Assert.Empty(peer.Take(new NodeReports(2, 9, [Report(9)], Acknowledged: 7)));
        Assert.Equal([8, 9], Numbers(peer.Take(new NodeReports(2, 8, [Report(8), Report(9)], Acknowledged: 7))));
    }

    [Fact]
    public void A_report_is_acknowledged_once_its_step_is_journalled_and_not_before_earlier_ones()
    {
        var peer = new Peer(new NodeAddress(new NodeId("a", 1), "ws://a"), null!, null!, 0);
        foreach (var _ in peer.Take(new NodeReports(1, 1, [Report(1)], 0))) peer.Enter(step: 4, ticket: 0);
        foreach (var _ in peer.Take(new NodeReports(1, 2, [Report(2)], 0))) peer.Enter(step: null, ticket: 7);

        Assert.Null(peer.Release(done: 4, recorded: 9));
        Assert.Equal(1, peer.Release(done: 5, recorded: 6));
        Assert.Equal(2, peer.Release(done: 5, recorded: 7));
    }

    private static TrainerRested Report(int number) => new(1, new TrainerId(0), number);

    private static (long First, int Count) Range(NodeReports message) => (message.First, message.Reports.Length);

    private static IEnumerable<int> Numbers(IEnumerable<NodeReport> reports) => reports.Select(report => (int)((TrainerRested)report).Done);
}
