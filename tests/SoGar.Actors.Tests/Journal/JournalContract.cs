using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

/// <summary>What every journal keeps to; derived classes say how one is opened.</summary>
public abstract class JournalContract<TCase> : StoreContract<TCase>
    where TCase : StoreCase, new()
{
    private IJournal Journal => Case.Journal;

    [Fact]
    public async Task A_stream_nobody_wrote_to_is_empty()
    {
        Assert.Empty(await Journal.ReadAsync("run/a").ToListAsync());
        Assert.Empty(await Journal.StreamsAsync());
    }

    [Fact]
    public async Task Events_come_back_in_order_with_version_term_and_instant()
    {
        var outcome = await Journal.AppendAsync("run/a", 0, 3, [new Noted("one", 0.1), new Moved(7)]);

        Assert.Equal(new AppendOutcome.Appended(2), outcome);
        Assert.Equal(
            [new JournalEntry("run/a", 1, 3, Case.Now, new Noted("one", 0.1)), new JournalEntry("run/a", 2, 3, Case.Now, new Moved(7))],
            await Journal.ReadAsync("run/a").ToListAsync());
    }

    [Fact]
    public async Task Reading_may_begin_at_any_version()
    {
        await Journal.AppendAsync("run/a", 0, 1, [new Moved(1), new Moved(2), new Moved(3)]);

        Assert.Equal([new Moved(2), new Moved(3)], await EventsFrom("run/a", 2));
        Assert.Empty(await EventsFrom("run/a", 4));
    }

    [Fact]
    public async Task A_long_stream_is_read_without_gap_or_repetition()
    {
        var events = Enumerable.Range(1, 2500).Select(i => new Moved(i)).ToList();
        await Journal.AppendAsync("run/a", 0, 1, events);

        Assert.Equal(events, await EventsFrom("run/a", 1));
        Assert.Equal(events[999..], await EventsFrom("run/a", 1000));
        Assert.Equal(events[500..], await EventsFrom("run/a", 501));
    }

    [Fact]
    public async Task An_append_that_expects_another_version_changes_nothing_and_names_the_actual_one()
    {
        await Journal.AppendAsync("run/a", 0, 1, [new Moved(1), new Moved(2)]);

        Assert.Equal(new AppendOutcome.Conflict(1, 2), await Journal.AppendAsync("run/a", 1, 1, [new Moved(9)]));
        Assert.Equal(new AppendOutcome.Conflict(3, 2), await Journal.AppendAsync("run/a", 3, 1, [new Moved(9)]));
        Assert.Equal([new Moved(1), new Moved(2)], await EventsFrom("run/a", 1));
    }

    [Fact]
    public async Task An_older_term_is_fenced_even_where_its_version_is_right()   // G2
    {
        await Journal.AppendAsync("run/a", 0, 4, [new Moved(1)]);
        await Journal.AppendAsync("run/a", 1, 6, [new Moved(2)]);

        Assert.Equal(new AppendOutcome.Fenced(5, 6), await Journal.AppendAsync("run/a", 2, 5, [new Moved(9)]));
        Assert.Equal(new AppendOutcome.Appended(3), await Journal.AppendAsync("run/a", 2, 6, [new Moved(3)]));
        Assert.Equal([new Moved(1), new Moved(2), new Moved(3)], await EventsFrom("run/a", 1));
    }

    [Fact]
    public async Task Streams_do_not_know_of_each_other_and_are_listed_by_name()
    {
        await Journal.AppendAsync("run/b", 0, 2, [new Moved(1)]);
        await Journal.AppendAsync("run/a", 0, 5, [new Moved(2), new Moved(3)]);
        await Journal.AppendAsync("run_c", 0, 1, [new Moved(4)]);

        Assert.Equal([new StreamHead("run/a", 2, 5), new StreamHead("run/b", 1, 2)], await Journal.StreamsAsync("run/"));
        Assert.Equal(["run/a", "run/b", "run_c"], (await Journal.StreamsAsync()).Select(head => head.Stream));
    }

    [Fact]
    public async Task A_batch_with_an_unregistered_event_is_refused_as_a_whole()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AppendAsync("run/a", 0, 1, [new Moved(1), "not an event"]));

        Assert.Empty(await EventsFrom("run/a", 1));
    }

    [Fact]
    public async Task Text_and_numbers_survive_to_the_last_bit()
    {
        var noted = new Noted("\"quoted\" \u0001 Bäume 漢字 🎬 'x'; DROP TABLE journal_event;--", double.BitIncrement(0.1));
        await Journal.AppendAsync("läufe/1", 0, 1, [noted, new Noted("", double.NaN), new Noted("", double.NegativeInfinity)]);

        Assert.Equal([noted, new Noted("", double.NaN), new Noted("", double.NegativeInfinity)], await EventsFrom("läufe/1", 1));
    }

    [Fact]
    public async Task Of_many_writers_at_one_version_exactly_one_wins()
    {
        for (var version = 0; version < 20; version++)
        {
            var expected = version;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer =>
                Task.Run(async () => await Journal.AppendAsync("run/a", expected, 1, [new Moved(writer)]))));

            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.Equal(3, outcomes.OfType<AppendOutcome.Conflict>().Count());
        }

        Assert.Equal(20, (await EventsFrom("run/a", 1)).Count);
    }

    private async Task<List<object>> EventsFrom(string stream, long version) =>
        await Journal.ReadAsync(stream, version).Select(entry => entry.Event).ToListAsync();
}

public sealed class MemoryJournalTests : JournalContract<MemoryStoreCase>;

public sealed class SqliteJournalTests : JournalContract<SqliteStoreCase>;

public sealed class PostgresJournalTests : JournalContract<PostgresStoreCase>;
