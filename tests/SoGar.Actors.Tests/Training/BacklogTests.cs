using System.Collections.Immutable;
using SoGar.Actors.Journal;
using SoGar.Actors.Training;
using SoGar.Protocol.Events;

namespace SoGar.Actors.Tests.Training;

public sealed class BacklogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Backlog Empty = new(term: 3, version: 7, capacity: 1000);

    [Fact]
    public void The_first_batch_is_written_at_once_and_the_next_ones_together_behind_it()
    {
        var first = Empty.Keep([Alarm(1)]);
        var third = first.Next.Keep([Alarm(2)]).Next.Keep([Alarm(3), Alarm(4)]);

        AssertAppends(7, [Alarm(1)], first.Order);
        Assert.IsType<BacklogOrder.Rest>(third.Order);
        var written = third.Next.Answered(new AppendOutcome.Appended(8));
        Assert.Equal([Alarm(1)], written.Recorded);
        AssertAppends(8, [Alarm(2), Alarm(3), Alarm(4)], written.Order);
    }

    [Fact]
    public void Catching_up_goes_in_appends_of_a_bounded_size_that_tear_no_batch()
    {
        var backlog = Empty.Keep([Alarm(0)]).Next;
        for (var batch = 0; batch < 4; batch++) backlog = backlog.Keep(Alarms(batch * 200, 200)).Next;

        var order = Assert.IsType<BacklogOrder.Append>(backlog.Answered(new AppendOutcome.Appended(8)).Order);

        Assert.Equal(400, order.Events.Length);
        Assert.InRange(order.Events.Length, 1, Backlog.MaxEventsPerAppend);
    }

    [Fact]
    public void A_batch_larger_than_an_append_is_still_written_as_one()
    {
        var order = Assert.IsType<BacklogOrder.Append>(Empty.Keep(Alarms(0, Backlog.MaxEventsPerAppend + 1)).Order);

        Assert.Equal(Backlog.MaxEventsPerAppend + 1, order.Events.Length);
    }

    [Fact]
    public void Waits_grow_up_to_two_seconds_and_begin_anew_after_a_success()
    {
        var backlog = Empty.Keep([Alarm(1)]).Next;
        var waits = new List<double>();
        for (var failure = 0; failure < 40; failure++)
        {
            var turn = backlog.Failed(Noon);
            waits.Add(Assert.IsType<BacklogOrder.Wait>(turn.Order).Delay.TotalMilliseconds);
            backlog = turn.Next.TryAgain().Next;
        }

        Assert.Equal([100, 200, 400, 800, 1600, 2000, 2000], waits[..7]);
        Assert.Equal(2000, waits[^1]);
        var after = backlog.Answered(new AppendOutcome.Appended(8)).Next.Keep([Alarm(2)]).Next.Failed(Noon);
        Assert.Equal(100, Assert.IsType<BacklogOrder.Wait>(after.Order).Delay.TotalMilliseconds);
    }

    [Fact]
    public void What_was_written_before_the_answer_was_lost_is_not_written_twice()
    {
        var backlog = Empty.Keep([Alarm(1)]).Next.Failed(Noon).Next.Keep([Alarm(2)]).Next.TryAgain().Next;

        var doubt = backlog.Answered(new AppendOutcome.Conflict(7, 8));
        Assert.Equal(new BacklogOrder.Check(8, 8), doubt.Order);
        var settled = doubt.Next.Checked([Entry(8, Alarm(1))]);

        Assert.Equal([Alarm(1)], settled.Recorded);
        AssertAppends(8, [Alarm(2)], settled.Order);
    }

    [Fact]
    public void A_conflict_without_a_lost_answer_is_somebody_elses_writing()
    {
        var end = Ended(Empty.Keep([Alarm(1)]).Next.Answered(new AppendOutcome.Conflict(7, 9)));

        Assert.Equal(RecordingEnd.Foreign, end.Reason);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    public void Events_that_are_not_ours_end_the_recording_even_in_doubt(long term, long step)
    {
        var doubt = Empty.Keep([Alarm(1)]).Next.Failed(Noon).Next.TryAgain().Next.Answered(new AppendOutcome.Conflict(7, 8));

        Assert.Equal(RecordingEnd.Foreign, Ended(doubt.Next.Checked([Entry(8, Alarm(step)) with { Term = term }])).Reason);
    }

    [Fact]
    public void A_part_of_a_batch_is_not_ours()
    {
        var doubt = Empty.Keep([Alarm(1), Alarm(2)]).Next.Failed(Noon).Next.TryAgain().Next.Answered(new AppendOutcome.Conflict(7, 8));

        Assert.Equal(RecordingEnd.Foreign, Ended(doubt.Next.Checked([Entry(8, Alarm(1))])).Reason);
    }

    [Fact]
    public void A_store_that_was_set_back_is_named_as_such()   // G1
    {
        var end = Ended(Empty.Keep([Alarm(1)]).Next.Answered(new AppendOutcome.Conflict(7, 5)));

        Assert.Equal(RecordingEnd.Foreign, end.Reason);
        Assert.Contains("acknowledged 7", end.Explanation);
    }

    [Fact]
    public void A_newer_term_ends_the_recording_for_good()   // G2
    {
        var fenced = Empty.Keep([Alarm(1)]).Next.Answered(new AppendOutcome.Fenced(3, 4));

        Assert.Equal(RecordingEnd.Fenced, Ended(fenced).Reason);
        Assert.IsType<BacklogOrder.Rest>(fenced.Next.Keep([Alarm(2)]).Order);
        Assert.IsType<BacklogOrder.Rest>(fenced.Next.TryAgain().Order);
    }

    [Fact]
    public void A_backlog_that_is_full_says_since_when_the_store_is_gone_and_takes_no_late_answer()
    {
        var backlog = new Backlog(3, 7, capacity: 2).Keep([Alarm(1)]).Next.Failed(Noon).Next.Keep([Alarm(2)]).Next;

        var full = backlog.Keep([Alarm(3)]);

        Assert.Equal(RecordingEnd.Full, Ended(full).Reason);
        Assert.Contains("2026-01-02 12:00:00", Ended(full).Explanation);
        Assert.IsType<BacklogOrder.Rest>(full.Next.Answered(new AppendOutcome.Appended(8)).Order);
        Assert.IsType<BacklogOrder.Rest>(full.Next.Checked([Entry(8, Alarm(1))]).Order);
        Assert.IsType<BacklogOrder.Rest>(full.Next.Failed(Noon).Order);
    }

    internal static RunEvent Alarm(long step) => new AlarmRaised(step, "spread") { At = Noon };

    private static ImmutableArray<RunEvent> Alarms(int first, int count) => [.. Enumerable.Range(first, count).Select(step => Alarm(step))];

    private static JournalEntry Entry(long version, RunEvent happened) => new("run/a", version, 3, Noon, happened);

    private static RecordingEnded Ended(BacklogTurn turn) => Assert.IsType<BacklogOrder.Stop>(turn.Order).End;

    private static void AssertAppends(long version, RunEvent[] events, BacklogOrder order)
    {
        var append = Assert.IsType<BacklogOrder.Append>(order);
        Assert.Equal(version, append.ExpectedVersion);
        Assert.Equal(events, append.Events);
    }
}
