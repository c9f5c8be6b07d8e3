using Microsoft.Data.Sqlite;
using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

public sealed class SqliteJournalTests : JournalContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteJournal _journal;

    public SqliteJournalTests() => _journal = Open();

    private protected override IJournal Journal => _journal;

    private string Path => _folder.File("journal.db");

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_appended_is_there_when_the_file_is_opened_again()
    {
        await _journal.AppendAsync("run/a", 0, 2, [new Moved(1)]);
        _journal.Dispose();

        using var again = Open();

        Assert.Equal([new StreamHead("run/a", 1, 2)], await again.StreamsAsync());
        Assert.Equal(new AppendOutcome.Conflict(0, 1), await again.AppendAsync("run/a", 0, 2, [new Moved(2)]));
    }

    [Fact]
    public async Task Two_connections_never_write_the_same_version()
    {
        using var other = Open();
        var tasks = new[] { _journal, other }.Select((journal, writer) => Task.Run(async () =>
        {
            var (version, appended) = (0L, 0);
            while (appended < 50)
            {
                switch (await journal.AppendAsync("run/a", version, 1, [new Moved(writer)]))
                {
                    case AppendOutcome.Appended done:
                        (version, appended) = (done.Version, appended + 1);
                        break;
                    case AppendOutcome.Conflict conflict:
                        version = conflict.Actual;
                        break;
                }
            }
        }));

        await Task.WhenAll(tasks);

        var events = await _journal.ReadAsync("run/a").Select(entry => (Moved)entry.Event).ToListAsync();
        Assert.Equal(50, events.Count(moved => moved.Metres == 0));
        Assert.Equal(50, events.Count(moved => moved.Metres == 1));
    }

    [Fact]
    public async Task A_writer_that_dies_within_a_batch_leaves_nothing_of_it()
    {
        await _journal.AppendAsync("run/a", 0, 1, [new Moved(1)]);
        using (var database = SqliteDatabase.Open(Path))
        {
            Assert.Throws<IOException>(() => database.Write<int>(transaction =>
            {
                using var command = new SqliteCommand("DELETE FROM journal_event", transaction.Connection, transaction);
                Assert.Equal(1, command.ExecuteNonQuery());
                throw new IOException("the power fails here");
            }));
        }

        Assert.Equal(1, await _journal.ReadAsync("run/a").CountAsync());
    }

    [Fact]
    public void A_newer_schema_is_refused_and_says_what_to_do()
    {
        Sql($"UPDATE sogar_schema SET step = 99");

        var refused = Assert.Throws<JournalUnreadableException>(Open);

        Assert.Contains("has schema 99", refused.Message);
        Assert.Contains(Path, refused.Message);
    }

    [Fact]
    public async Task An_older_schema_is_lifted_and_keeps_its_events()
    {
        var old = _folder.File("old.db");
        SqliteDatabase.Open(old, knownSteps: 1).Dispose();
        using (var connection = new SqliteConnection($"Data Source={old};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO journal_stream VALUES ('run/a', 1, 8);
                INSERT INTO journal_event VALUES ('run/a', 1, 8, 'moved', 1, '{"metres":5}', 0);
                """;
            command.ExecuteNonQuery();
        }

        using var lifted = SqliteJournal.Open(old, Noted.Types, Clock);
        using var leases = SqliteLeaseStore.Open(old, Clock);

        Assert.Equal(new Moved(5), (await lifted.ReadAsync("run/a").SingleAsync()).Event);
        Assert.IsType<LeaseOutcome.Granted>(await leases.AcquireAsync("run/a", "me", TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Another_programs_database_is_left_alone()
    {
        var foreign = _folder.File("foreign.db");
        using (var connection = new SqliteConnection($"Data Source={foreign};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE recipes (cake TEXT)";
            command.ExecuteNonQuery();
        }

        var refused = Assert.Throws<JournalUnreadableException>(() => SqliteJournal.Open(foreign, Noted.Types, Clock));

        Assert.Contains("another program", refused.Message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        var file = _folder.File("notes.txt");
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("these are notes, not pages of a database\n", 100)));

        var refused = Assert.Throws<JournalUnreadableException>(() => SqliteJournal.Open(file, Noted.Types, Clock));

        Assert.Contains(file, refused.Message);
    }

    [Fact]
    public void A_folder_that_does_not_exist_makes_the_journal_unavailable()
    {
        var file = System.IO.Path.Combine(_folder.Path, "nowhere", "journal.db");

        var refused = Assert.Throws<JournalUnavailableException>(() => SqliteJournal.Open(file, Noted.Types, Clock));

        Assert.Contains(file, refused.Message);
    }

    [Fact]
    public async Task An_event_of_a_newer_program_is_named_with_its_place()
    {
        await _journal.AppendAsync("run/a", 0, 1, [new Moved(1)]);
        Sql("UPDATE journal_event SET type = 'teleported'");

        var refused = await Assert.ThrowsAsync<UnknownEventException>(async () => await _journal.ReadAsync("run/a").ToListAsync());

        Assert.Contains("stream run/a, version 1", refused.Message);
        Assert.Contains("teleported", refused.Message);
    }

    private void Sql(string sql)
    {
        using var database = SqliteDatabase.Open(Path);
        database.Write(transaction =>
        {
            using var command = new SqliteCommand(sql, transaction.Connection, transaction);
            return command.ExecuteNonQuery();
        });
    }

    private SqliteJournal Open() => SqliteJournal.Open(Path, Noted.Types, Clock);
}
