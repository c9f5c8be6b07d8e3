using Microsoft.Data.Sqlite;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;

namespace SoGar.Actors.Tests.Journal;

/// <summary>What only a store in a file can meet.</summary>
public sealed class SqliteStoreTests : StoreContract<SqliteStoreCase>
{
    private IJournal Journal => Case.Journal;

    [Fact]
    public async Task What_was_appended_is_there_when_the_file_is_opened_again()
    {
        await Journal.AppendAsync("run/a", 0, 2, [new Moved(1)]);

        await using var again = await Case.ConnectAsync();

        Assert.Equal([new StreamHead("run/a", 1, 2)], await again.Journal.StreamsAsync());
        Assert.Equal(new AppendOutcome.Conflict(0, 1), await again.Journal.AppendAsync("run/a", 0, 2, [new Moved(2)]));
    }

    [Fact]
    public async Task Terms_and_incarnations_go_on_after_the_file_was_closed()
    {
        var offer = new Actors.Cluster.NodeOffer("ws://a:1", "a", "cpu", 1, "cpu");
        await Case.Leases.AcquireAsync("run", "a", TimeSpan.FromSeconds(1));
        await Case.Members.JoinAsync("a", offer);
        await Case.MoveClockAsync(TimeSpan.FromSeconds(1));

        await using var again = await Case.ConnectAsync();

        Assert.Equal(2, Assert.IsType<LeaseOutcome.Granted>(await again.Leases.AcquireAsync("run", "b", TimeSpan.FromSeconds(1))).Lease.Term);
        Assert.Equal(2, (await again.Members.JoinAsync("a", offer)).Node.Incarnation);
    }

    [Fact]
    public async Task A_writer_that_dies_within_a_batch_leaves_nothing_of_it()
    {
        await Journal.AppendAsync("run/a", 0, 1, [new Moved(1)]);
        await using (var database = await SqliteDatabase.OpenAsync(Case.Path, TimeProvider.System, Durability.PowerCut))
        {
            await Assert.ThrowsAsync<IOException>(async () => await database.WriteAsync<int>(["x"], async session =>
            {
                await session.ExecuteAsync("DELETE FROM journal_event");
                Assert.Equal(0, await session.NumberAsync("SELECT count(*) FROM journal_event"));
                throw new IOException("the power fails here");
            }, CancellationToken.None));
        }

        Assert.Equal(1, await Journal.ReadAsync("run/a").CountAsync());
    }

    [Fact]
    public async Task A_writer_that_another_connection_stands_in_the_way_of_holds_nobody_up_and_writes_in_the_end()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var other = await SqliteDatabase.OpenAsync(Case.Path, TimeProvider.System, Durability.ProcessEnd);
        var writing = WriteUntil(other, release.Task);

        // Whoever calls goes on at once, and is the one who ends what the writer waits for.
        var appended = Journal.AppendAsync("run/a", 0, 1, [new Moved(1)]).AsTask();
        Assert.False(appended.IsCompleted);
        release.SetResult();

        await writing;
        Assert.Equal(new AppendOutcome.Appended(1), await appended);
    }

    [Fact]
    public async Task A_writer_that_gives_up_waiting_leaves_nothing_open()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var other = await SqliteDatabase.OpenAsync(Case.Path, TimeProvider.System, Durability.ProcessEnd);
        var writing = WriteUntil(other, release.Task);
        using var impatience = new CancellationTokenSource();

        var appended = Journal.AppendAsync("run/a", 0, 1, [new Moved(1)], impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appended);
        release.SetResult();
        await writing;

        Assert.Equal(new AppendOutcome.Appended(1), await Journal.AppendAsync("run/a", 0, 1, [new Moved(1)]));
    }

    [Fact]
    public async Task Who_writes_long_and_without_a_pause_lets_others_in_between()
    {
        await using var busy = await SqliteDatabase.OpenAsync(Case.Path, TimeProvider.System, Durability.ProcessEnd);
        using var enough = new CancellationTokenSource();
        var (begun, writes) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        var writing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await WriteUntil(busy, Task.Delay(TimeSpan.FromMilliseconds(40), TimeProvider.System));
                writes++;
                begun.TrySetResult();
            }
        });
        await begun.Task;

        var before = writes;
        for (var version = 0; version < 5; version++)
            Assert.Equal(new AppendOutcome.Appended(version + 1), await Journal.AppendAsync("run/a", version, 1, [new Moved(1)]));

        Assert.InRange(writes - before, 0, 40);
        await enough.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_store_is_opened_beside_whoever_writes_in_it()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var other = await SqliteDatabase.OpenAsync(Case.Path, TimeProvider.System, Durability.ProcessEnd);
        var writing = WriteUntil(other, release.Task);

        await using (var opened = await Case.ConnectAsync()) Assert.Empty(await opened.Members.ListAsync());

        Assert.False(writing.IsCompleted);
        release.SetResult();
        await writing;
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_says_what_to_do()
    {
        Sql(Case.Path, "UPDATE sogar_schema SET step = 99");

        var refused = await Assert.ThrowsAsync<JournalUnreadableException>(async () => await Case.ConnectAsync());

        Assert.Contains("has schema 99", refused.Message);
        Assert.Contains(Case.Path, refused.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_older_schema_is_lifted_and_keeps_its_events(int knownSteps)
    {
        var old = Case.File("old.db");
        await (await SqliteDatabase.OpenAsync(old, TimeProvider.System, Durability.PowerCut, knownSteps)).DisposeAsync();
        Sql(old, """
            INSERT INTO journal_stream VALUES ('run/a', 1, 8);
            INSERT INTO journal_event VALUES ('run/a', 1, 8, 'moved', 1, '{"metres":5}', 0);
            """);

        await using var lifted = await Case.ConnectAsync(old);

        Assert.Equal(new Moved(5), (await lifted.Journal.ReadAsync("run/a").SingleAsync()).Event);
        Assert.IsType<LeaseOutcome.Granted>(await lifted.Leases.AcquireAsync("run/a", "me", TimeSpan.FromSeconds(1)));
        Assert.Empty(await lifted.Members.ListAsync());
    }

    [Fact]
    public async Task Another_programs_database_is_left_alone()
    {
        var foreign = Case.File("foreign.db");
        Sql(foreign, "CREATE TABLE recipes (cake TEXT)");

        var refused = await Assert.ThrowsAsync<JournalUnreadableException>(async () => await Case.ConnectAsync(foreign));

        Assert.Contains("another program", refused.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_by_name()
    {
        var file = Case.File("notes.txt");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("these are notes, not pages of a database\n", 100)));

        var refused = await Assert.ThrowsAsync<JournalUnreadableException>(async () => await Case.ConnectAsync(file));

        Assert.Contains(file, refused.Message);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_makes_the_journal_unavailable()
    {
        var file = Path.Combine(Case.File("nowhere"), "journal.db");

        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Case.ConnectAsync(file));

        Assert.Contains(file, refused.Message);
    }

    [Fact]
    public async Task An_event_of_a_newer_program_is_named_with_its_place()
    {
        await Journal.AppendAsync("run/a", 0, 1, [new Moved(1)]);
        Sql(Case.Path, "UPDATE journal_event SET type = 'teleported'");

        var refused = await Assert.ThrowsAsync<UnknownEventException>(async () => await Journal.ReadAsync("run/a").ToListAsync());

        Assert.Contains("stream run/a, version 1", refused.Message);
        Assert.Contains("teleported", refused.Message);
    }

    private static void Sql(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // Holds the file's lock for as long.
    private static Task WriteUntil(SqliteDatabase database, Task released) => database.WriteAsync<int>(["x"], async _ =>
    {
        await released;
        return 0;
    }, CancellationToken.None).AsTask();
}
