using Npgsql;
using SoGar.Actors.Journal;

namespace SoGar.Actors.Stores;

/// <summary>
/// A schema of a PostgreSQL database, over a small pool of connections. Those that a restart of the server has broken are thrown away, and what had
/// not been committed is done again once, on a fresh one.
/// </summary>
internal sealed class PostgresDatabase : SqlDatabase
{
    private const int MaxConnections = 8;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StatementPatience = TimeSpan.FromSeconds(10);

    // Commits are on the disk before they are answered (G1), whatever the server's default. A client that was stopped within a transaction, or
    // whose machine has vanished, must not keep the locks that its successor waits for.
    private const string SessionSettings = """
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
        SET idle_in_transaction_session_timeout = '3s';
        SET client_min_messages = 'warning';
        """;

    private readonly StoreLocation.Postgres _location;
    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(StoreLocation.Postgres location)
    {
        _location = location;
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = location.Host,
            Port = location.Port,
            Database = location.Database,
            Username = location.User,
            Password = location.Password,
            SearchPath = Quoted(location.Schema),
            ApplicationName = "sogar",
            MaxPoolSize = MaxConnections,
            Timeout = (int)ConnectPatience.TotalSeconds,
            CommandTimeout = (int)StatementPatience.TotalSeconds,
            TcpKeepAlive = true,

            // The settings of a session are ours and the same for every use.
            NoResetOnClose = true,
        };
        if (location.SslMode is { } mode) settings["SSL Mode"] = mode.Replace("-", "");
        var builder = new NpgsqlDataSourceBuilder(settings.ToString());
        builder.UsePhysicalConnectionInitializer(
            connection => Run(connection, SessionSettings),
            async connection => await RunAsync(connection, SessionSettings).ConfigureAwait(false));
        _source = builder.Build();
    }

    /// <summary>Connects, makes the schema if it is not there, and lifts it.</summary>
    /// <exception cref="JournalUnreadableException">It is newer, or another program's.</exception>
    /// <exception cref="JournalUnavailableException">The server cannot be reached, or does not let us in.</exception>
    public static ValueTask<PostgresDatabase> OpenAsync(StoreLocation.Postgres location, CancellationToken cancellation = default) =>
        OpenAsync(location, SchemaSteps.Postgres.Length, cancellation);

    /// <summary>The same for a program that knows only the first steps: how tests make an older store.</summary>
    internal static async ValueTask<PostgresDatabase> OpenAsync(StoreLocation.Postgres location, int knownSteps, CancellationToken cancellation = default)
    {
        PostgresDatabase database;
        try
        {
            database = new PostgresDatabase(location);
        }
        catch (ArgumentException cause)
        {
            throw new JournalUnavailableException($"the store {location} cannot be used: {cause.Message}", cause);
        }

        try
        {
            await database.PrepareAsync(knownSteps, cancellation).ConfigureAwait(false);
            return database;
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<TResult> WriteAsync<TResult>(
        IReadOnlyList<string> keys, Func<SqlSession, ValueTask<TResult>> body, CancellationToken cancellation) =>
        GuardedAsync(async (connection, commit) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            var session = new SqlSession(connection, transaction, cancellation);

            // In one order everywhere, so that two writers never wait for each other. Each statement behind the locks sees what was committed before.
            foreach (var key in keys.Order(StringComparer.Ordinal))
            {
                await session.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended(@key, 0))", ("key", $"{_location.Schema}/{key}"))
                    .ConfigureAwait(false);
            }

            var result = await body(session).ConfigureAwait(false);
            commit.HasBegun = true;
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result;
        }, cancellation);

    /// <inheritdoc/>
    public override ValueTask<TResult> ReadAsync<TResult>(Func<SqlSession, ValueTask<TResult>> body, CancellationToken cancellation) =>
        GuardedAsync((connection, _) => body(new SqlSession(connection, null, cancellation)), cancellation);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private async ValueTask<TResult> GuardedAsync<TResult>(Func<NpgsqlConnection, Commit, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var commit = new Commit();
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
                return await body(connection, commit).ConfigureAwait(false);
            }
            catch (Exception trouble) when (attempt == 1 && !commit.HasBegun && PostgresTrouble.IsBrokenConnection(trouble))
            {
                // Very likely a connection of before a restart; the others of the pool are no better.
                _source.Clear();
            }
            catch (Exception trouble) when (PostgresTrouble.Explain(trouble, _location) is { } explained)
            {
                if (PostgresTrouble.IsBrokenConnection(trouble)) _source.Clear();
                throw explained;
            }
        }
    }

    private async ValueTask PrepareAsync(int knownSteps, CancellationToken cancellation)
    {
        var step = await ReadAsync(SchemaStepAsync, cancellation).ConfigureAwait(false);
        RequireKnown(step, knownSteps);
        if (step == knownSteps) return;

        // Two first calls at once: the second waits, looks again and finds everything done.
        await WriteAsync(["schema"], async session =>
        {
            // Where the owner has made the schema for us, we need not be allowed to.
            var isThere = await session.NumberAsync("SELECT count(*) FROM pg_namespace WHERE nspname = @schema", ("schema", _location.Schema))
                .ConfigureAwait(false) == 1;
            if (!isThere) await session.ExecuteAsync($"CREATE SCHEMA {Quoted(_location.Schema)}").ConfigureAwait(false);
            await LiftAsync(session, knownSteps).ConfigureAwait(false);
            return knownSteps;
        }, cancellation).ConfigureAwait(false);
    }

    private async ValueTask LiftAsync(SqlSession session, int knownSteps)
    {
        var step = await SchemaStepAsync(session).ConfigureAwait(false);
        RequireKnown(step, knownSteps);
        if (step == 0) await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS sogar_schema (step INTEGER NOT NULL)").ConfigureAwait(false);
        foreach (var migration in SchemaSteps.Postgres.Take(knownSteps).Skip((int)step))
        {
            await session.ExecuteAsync(migration).ConfigureAwait(false);
        }

        await session.ExecuteAsync("DELETE FROM sogar_schema").ConfigureAwait(false);
        await session.ExecuteAsync($"INSERT INTO sogar_schema (step) VALUES ({knownSteps})").ConfigureAwait(false);
    }

    private async ValueTask<long> SchemaStepAsync(SqlSession session)
    {
        // One statement sees one state; between two, another process may have made the schema.
        var tables = await session.RowsAsync(
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = @schema", row => row.GetString(0),
            ("schema", _location.Schema)).ConfigureAwait(false);
        if (tables.Contains("sogar_schema")) return await session.NumberAsync("SELECT coalesce(max(step), 0) FROM sogar_schema").ConfigureAwait(false);
        return tables.Count == 0
            ? 0
            : throw new JournalUnreadableException(
                $"{_location} has tables of another program in its schema {_location.Schema}; name another one with ?schema=NAME");
    }

    private void RequireKnown(long step, int knownSteps)
    {
        if (step > knownSteps)
        {
            throw new JournalUnreadableException(
                $"{_location} has schema {step} and this program knows schemas up to {knownSteps}; use the newer program that wrote it");
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Whether a commit was sent: from then on only the server knows what became of it.</summary>
    private sealed class Commit
    {
        public bool HasBegun { get; set; }
    }
}
