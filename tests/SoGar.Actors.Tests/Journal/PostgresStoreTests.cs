using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Tests;

namespace SoGar.Actors.Tests.Journal;

/// <summary>What only a store on a server can meet.</summary>
public sealed class PostgresStoreTests : StoreContract<PostgresStoreCase>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private IJournal Journal => Case.Journal;

    [Fact]
    public async Task A_node_whose_clock_is_wrong_gets_leases_by_the_clock_of_the_server()
    {
        var wrong = new ManualClock { Now = new DateTimeOffset(1999, 12, 31, 0, 0, 0, TimeSpan.Zero) };
        await using var store = await Store.OpenAsync(Case.Location with { Schema = PostgresStoreCase.FreshSchema() }, Noted.Types, wrong);
        await store.Journal.AppendAsync("run/a", 0, 1, [new Moved(1)]);
        var lease = Assert.IsType<LeaseOutcome.Granted>(await store.Leases.AcquireAsync("run/a", "a", Minute)).Lease;

        wrong.Now += TimeSpan.FromDays(1000);

        Assert.IsType<LeaseOutcome.Refused>(await store.Leases.AcquireAsync("run/a", "b", Minute));
        Assert.Equal(DateTimeOffset.UnixEpoch.Year + 56, lease.ExpiresAt.Year);
        Assert.InRange((await store.Journal.ReadAsync("run/a").SingleAsync()).RecordedAt, lease.ExpiresAt - Minute - Minute, lease.ExpiresAt);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_says_what_to_do()
    {
        await PostgresStoreCase.SqlAsync(Case.Location, "UPDATE sogar_schema SET step = 99");

        var refused = await Assert.ThrowsAsync<JournalUnreadableException>(async () => await Case.ConnectAsync());

        Assert.Contains("has schema 99", refused.Message);
        Assert.Contains("newer program", refused.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_older_schema_is_lifted_and_keeps_its_events(int knownSteps)
    {
        var old = Case.Location with { Schema = PostgresStoreCase.FreshSchema() };
        await (await PostgresDatabase.OpenAsync(old, knownSteps)).DisposeAsync();
        await PostgresStoreCase.SqlAsync(old, """
            INSERT INTO journal_stream VALUES ('run/a', 1, 8);
            INSERT INTO journal_event VALUES ('run/a', 1, 8, 'moved', 1, '{"metres":5}', 0);
            """);

        await using var lifted = await Store.OpenAsync(old, Noted.Types, TimeProvider.System);

        Assert.Equal(new Moved(5), (await lifted.Journal.ReadAsync("run/a").SingleAsync()).Event);
        Assert.IsType<LeaseOutcome.Granted>(await lifted.Leases.AcquireAsync("run/a", "me", Minute));
        Assert.Empty(await lifted.Members.ListAsync());
    }

    [Fact]
    public async Task Another_programs_schema_is_left_alone()
    {
        var foreign = Case.Location with { Schema = PostgresStoreCase.FreshSchema() };
        await PostgresStoreCase.SqlAsync(foreign, $"CREATE SCHEMA {foreign.Schema}; CREATE TABLE {foreign.Schema}.recipes (cake TEXT)");

        var refused = await Assert.ThrowsAsync<JournalUnreadableException>(async () => await Store.OpenAsync(foreign, Noted.Types, TimeProvider.System));

        Assert.Contains("another program", refused.Message);
        Assert.Contains("?schema=NAME", refused.Message);
    }

    [Fact]
    public async Task A_user_who_may_make_no_schema_uses_the_one_that_was_made_for_it()
    {
        var schema = PostgresStoreCase.FreshSchema();
        await PostgresStoreCase.SqlAsync(Case.Location, $"CREATE ROLE guest_{schema} LOGIN PASSWORD 'let-me-in'");
        var guest = Case.Location with { Schema = schema, User = $"guest_{schema}", Password = "let-me-in" };

        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Store.OpenAsync(guest, Noted.Types, TimeProvider.System));
        Assert.Contains($"CREATE SCHEMA {schema}", refused.Message);
        await PostgresStoreCase.SqlAsync(Case.Location, $"CREATE SCHEMA {schema} AUTHORIZATION guest_{schema}");

        await using var store = await Store.OpenAsync(guest, Noted.Types, TimeProvider.System);
        Assert.Equal(new AppendOutcome.Appended(1), await store.Journal.AppendAsync("run/a", 0, 1, [new Moved(1)]));
    }

    [Fact]
    public async Task An_event_of_a_newer_program_is_named_with_its_place()
    {
        await Journal.AppendAsync("run/a", 0, 1, [new Moved(1)]);
        await PostgresStoreCase.SqlAsync(Case.Location, "UPDATE journal_event SET type = 'teleported'");

        var refused = await Assert.ThrowsAsync<UnknownEventException>(async () => await Journal.ReadAsync("run/a").ToListAsync());

        Assert.Contains("stream run/a, version 1", refused.Message);
    }

    [Fact]
    public async Task A_table_that_somebody_dropped_makes_the_store_unreadable()
    {
        await PostgresStoreCase.SqlAsync(Case.Location, "DROP TABLE lease");

        var refused = await Assert.ThrowsAsync<JournalUnreadableException>(async () => await Case.Leases.AcquireAsync("run/a", "a", Minute));

        Assert.Contains("lease", refused.Message);
    }

    [Fact]
    public async Task People_read_events_as_json_with_a_database_client()
    {
        await Journal.AppendAsync("run/a", 0, 1, [new Moved(7)]);

        Assert.Equal("7", await PostgresStoreCase.SqlAsync(Case.Location, "SELECT payload->>'metres' FROM journal_readable"));
    }

    [Fact]
    public async Task A_commit_is_on_the_disk_even_where_the_server_would_answer_before()   // G1
    {
        await PostgresStoreCase.SqlAsync(Case.Location, "CREATE ROLE hasty SUPERUSER LOGIN PASSWORD 'p'; ALTER ROLE hasty SET synchronous_commit = off");
        await using var database = await PostgresDatabase.OpenAsync(Case.Location with { User = "hasty", Password = "p" });

        var setting = await database.ReadAsync(
            session => session.RowsAsync("SHOW synchronous_commit", row => row.GetString(0)), CancellationToken.None);

        Assert.Equal(["on"], setting);
    }

    [Fact]
    public async Task A_writer_that_is_frozen_within_its_transaction_does_not_hold_up_its_successor()   // G7
    {
        await using var frozen = await PostgresDatabase.OpenAsync(Case.Location);
        var isInside = new TaskCompletionSource();
        var thaw = new TaskCompletionSource();
        var write = frozen.WriteAsync<int>(["journal/run/a"], async session =>
        {
            await session.ExecuteAsync("INSERT INTO journal_stream VALUES ('run/a', 0, 1) ON CONFLICT DO NOTHING");
            isInside.TrySetResult();
            await thaw.Task;
            return 0;
        }, CancellationToken.None);
        await isInside.Task;

        Assert.Equal(new AppendOutcome.Appended(1), await Journal.AppendAsync("run/a", 0, 2, [new Moved(1)]));

        // The server has ended the frozen one's session; nothing of what it did remains.
        thaw.SetResult();
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await write);
        Assert.Equal([new StreamHead("run/a", 1, 2)], await Journal.StreamsAsync());
    }

    [Fact]
    public async Task Who_is_not_let_in_hears_where_and_what_to_do()
    {
        var refused = await UnavailableAsync(Case.Location with { Password = "a wrong guess" });

        Assert.Contains("127.0.0.1", refused.Message);
        Assert.Contains("/postgres", refused.Message);
        Assert.Contains("PGPASSWORD", refused.Message);
        Assert.DoesNotContain("a wrong guess", refused.ToString());
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_with_the_command_that_makes_it() =>
        Assert.Contains("createdb", (await UnavailableAsync(Case.Location with { Database = "nowhere" })).Message);

    [Fact]
    public async Task A_server_that_is_not_there_is_named_with_host_and_port()
    {
        var refused = await UnavailableAsync(Case.Location with { Port = 1 });

        Assert.Contains("127.0.0.1:1/postgres", refused.Message);
        Assert.Contains("start the server", refused.Message);
        Assert.DoesNotContain(PostgresServer.Password, refused.ToString());
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_named() =>
        Assert.Contains("no-such-host.invalid", (await UnavailableAsync(Case.Location with { Host = "no-such-host.invalid" })).Message);

    [Fact]
    public async Task A_mode_of_tls_that_does_not_exist_is_named() =>
        Assert.Contains("sometimes", (await UnavailableAsync(Case.Location with { SslMode = "sometimes" })).ToString());

    private static async Task<JournalUnavailableException> UnavailableAsync(StoreLocation location) =>
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Store.OpenAsync(location, Noted.Types, TimeProvider.System));
}
