using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SoGar.Actors.Journal;
using SQLitePCL;

namespace SoGar.Actors.Stores;

/// <summary>
/// One connection to an SQLite file. Numbered steps lift an older file, a newer one is refused. One caller at a time; other connections, of this
/// process or another, are waited for at most <see cref="BusyTimeout"/>. A call to which nobody stands in the way ends before it returns, unless it writes
/// right behind a long write: the file's lock knows no queue, and who waits for it gets the turn that a pause leaves.
/// </summary>
internal sealed class SqliteDatabase : SqlDatabase
{
    private const int NotADatabase = 26;
    private const int Corrupt = 11;
    private const int PrimaryCode = 0xff;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(16);
    private static readonly TimeSpan Turn = 2 * LongestPause;
    private static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(10);
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _path;
    private long? _othersTurnSince;

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(string path)
    {
        _path = path;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)DefaultBusyTimeout.TotalSeconds,
        }.ToString());
    }

    /// <summary>How long a write waits for other connections.</summary>
    internal TimeSpan BusyTimeout { get; set; } = DefaultBusyTimeout;

    /// <summary>Opens the file, makes it if it is not there, and lifts its schema.</summary>
    /// <param name="path">The file; its folder exists, on a local disk.</param>
    /// <param name="clock">The clock of the store.</param>
    /// <param name="durability">What a commit waits for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JournalUnreadableException">It is newer, damaged, or another program's.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be opened or written.</exception>
    public static ValueTask<SqliteDatabase> OpenAsync(string path, TimeProvider clock, Durability durability, CancellationToken cancellation = default) =>
        OpenAsync(path, clock, durability, SchemaSteps.Sqlite.Length, cancellation);

    /// <summary>The same for a program that knows only the first steps: how tests make an older file.</summary>
    internal static async ValueTask<SqliteDatabase> OpenAsync(
        string path, TimeProvider clock, Durability durability, int knownSteps, CancellationToken cancellation = default)
    {
        var database = new SqliteDatabase(path);
        try
        {
            await database.GuardedAsync(() => database.PrepareAsync(clock, durability, knownSteps, cancellation)).ConfigureAwait(false);
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
        IReadOnlyList<string> keys, Func<SqlSession, ValueTask<TResult>> body, CancellationToken cancellation) => GuardedAsync(async () =>
        {
            await LeaveOthersTheirTurnAsync(cancellation).ConfigureAwait(false);
            await BeginAsync(cancellation).ConfigureAwait(false);
            var began = Stopwatch.GetTimestamp();
            try
            {
                var result = await body(new SqlSession(_connection, null, cancellation)).ConfigureAwait(false);
                Require(raw.sqlite3_exec(_connection.Handle, "COMMIT"));
                return result;
            }
            catch
            {
                // SQLite may have rolled back by itself, as when the disk is full.
                if (raw.sqlite3_get_autocommit(_connection.Handle) == 0) _ = raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
                throw;
            }
            finally
            {
                if (Stopwatch.GetElapsedTime(began) > LongestPause) _othersTurnSince = Stopwatch.GetTimestamp();
            }
        });

    /// <inheritdoc/>
    public override ValueTask<TResult> ReadAsync<TResult>(Func<SqlSession, ValueTask<TResult>> body, CancellationToken cancellation) =>
        GuardedAsync(() => body(new SqlSession(_connection, null, cancellation)));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    // A journal on a slow disk writes one commit after the other: whoever else wants to write would look for seconds without ever finding the lock free.
    private async ValueTask LeaveOthersTheirTurnAsync(CancellationToken cancellation)
    {
        if (_othersTurnSince is not { } since) return;
        var left = Turn - Stopwatch.GetElapsedTime(since);
        if (left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System, cancellation).ConfigureAwait(false);
        _othersTurnSince = null;
    }

    // Immediate: taking the file's lock at the first write instead would fail, not wait, when another connection wrote in between. The waiting is not left
    // to SQLite, which our package builds without usleep: it would sleep for a whole second, on the thread of whoever called, an actor perhaps that
    // the others wait for.
    private async ValueTask BeginAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var pause = ShortestPause;
        while (true)
        {
            _ = raw.sqlite3_busy_timeout(_connection.Handle, 0);
            var outcome = raw.sqlite3_exec(_connection.Handle, "BEGIN IMMEDIATE");
            _ = raw.sqlite3_busy_timeout(_connection.Handle, (int)BusyTimeout.TotalMilliseconds);
            if (!IsBusy(outcome) || Stopwatch.GetElapsedTime(began) > BusyTimeout)
            {
                Require(outcome);
                return;
            }

            await Task.Delay(pause, TimeProvider.System, cancellation).ConfigureAwait(false);
            pause = pause < LongestPause ? 2 * pause : LongestPause;
        }
    }

    private static bool IsBusy(int outcome) => (outcome & PrimaryCode) == raw.SQLITE_BUSY;

    private static string InWords(int holder) => SqliteWriters.IsStopped(holder)
        ? $"; process {holder} was stopped in the middle of a write: 'kill -CONT {holder}' lets it go on, 'kill -9 {holder}' ends it, and neither loses anything"
        : $"; process {holder} is writing to it";

    private void Require(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _connection.Handle);

    private async ValueTask<TResult> GuardedAsync<TResult>(Func<ValueTask<TResult>> body)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await body().ConfigureAwait(false);
        }
        catch (SqliteException cause) when (cause.SqliteErrorCode is NotADatabase or Corrupt)
        {
            throw new JournalUnreadableException(
                $"{_path} is not a usable SQLite database ({cause.Message}); move it away to start a new one, or restore a copy", cause);
        }
        catch (SqliteException cause)
        {
            var holders = IsBusy(cause.SqliteErrorCode) ? SqliteWriters.Of(_path).Select(InWords) : [];
            throw new JournalUnavailableException($"the journal {_path} cannot be used now: {cause.Message}{string.Concat(holders)}", cause);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<int> PrepareAsync(TimeProvider clock, Durability durability, int knownSteps, CancellationToken cancellation)
    {
        await _connection.OpenAsync(cancellation).ConfigureAwait(false);
        _connection.CreateFunction("sogar_now", () => clock.GetUtcNow().ToUnixTimeMilliseconds());
        var session = new SqlSession(_connection, null, cancellation);
        await session.ExecuteAsync($"PRAGMA busy_timeout = {(int)BusyTimeout.TotalMilliseconds}").ConfigureAwait(false);
        await session.ExecuteAsync("PRAGMA journal_mode = WAL").ConfigureAwait(false);
        await session.ExecuteAsync($"PRAGMA synchronous = {(durability == Durability.PowerCut ? "FULL" : "NORMAL")}").ConfigureAwait(false);
        await session.ExecuteAsync("PRAGMA foreign_keys = ON").ConfigureAwait(false);

        // A file that is up to date is opened beside whoever writes in it.
        if (await SchemaStepAsync(session, knownSteps).ConfigureAwait(false) == knownSteps) return knownSteps;
        await BeginAsync(cancellation).ConfigureAwait(false);
        await LiftAsync(session, knownSteps).ConfigureAwait(false);
        Require(raw.sqlite3_exec(_connection.Handle, "COMMIT"));
        return knownSteps;
    }

    // Another process may have lifted it since it was looked at.
    private async ValueTask LiftAsync(SqlSession session, int knownSteps)
    {
        var step = await SchemaStepAsync(session, knownSteps).ConfigureAwait(false);
        if (step == knownSteps) return;
        await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS sogar_schema (step INTEGER NOT NULL)").ConfigureAwait(false);
        foreach (var migration in SchemaSteps.Sqlite.Take(knownSteps).Skip(step)) await session.ExecuteAsync(migration).ConfigureAwait(false);
        await session.ExecuteAsync("DELETE FROM sogar_schema").ConfigureAwait(false);
        await session.ExecuteAsync($"INSERT INTO sogar_schema (step) VALUES ({knownSteps})").ConfigureAwait(false);
    }

    // 0 for an empty file.
    private async ValueTask<int> SchemaStepAsync(SqlSession session, int knownSteps)
    {
        if (await session.NumberAsync("SELECT count(*) FROM sqlite_master WHERE name = 'sogar_schema'").ConfigureAwait(false) == 0)
        {
            return await session.NumberAsync("SELECT count(*) FROM sqlite_master").ConfigureAwait(false) == 0
                ? 0
                : throw new JournalUnreadableException($"{_path} is a database of another program; name another file for the journal");
        }

        var step = await session.NumberAsync("SELECT max(step) FROM sogar_schema").ConfigureAwait(false);
        return step <= knownSteps
            ? (int)step
            : throw new JournalUnreadableException(
                $"{_path} has schema {step} and this program knows schemas up to {knownSteps}; use the newer program that wrote it");
    }
}

/// <summary>What a commit outlasts.</summary>
internal enum Durability
{
    /// <summary>
    /// The power of the machine: each commit is flushed to the disk, which takes milliseconds. With SQLite's write-ahead log the weaker setting may
    /// lose the last commits when the power fails, and a committed step is never lost (G1).
    /// </summary>
    PowerCut,

    /// <summary>Any process, not the power. For word of processes of this machine, which a power cut ends too.</summary>
    ProcessEnd,
}
