using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace SoGar.Actors.Journal;

/// <summary>
/// One connection to an SQLite file whose schema is the one this program knows: numbered steps lift an older file, a newer one
/// is refused. One caller at a time; other processes wait at most <see cref="BusyTimeout"/>.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int NotADatabase = 26;
    private const int Corrupt = 11;
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(10);
    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();
    private readonly string _path;

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    private SqliteDatabase(string path)
    {
        _path = path;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)BusyTimeout.TotalSeconds,
        }.ToString());
    }

    /// <summary>Opens the file, makes it if it is not there, and lifts its schema.</summary>
    /// <exception cref="JournalUnreadableException">It is newer, damaged, or another program's.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be opened or written.</exception>
    public static SqliteDatabase Open(string path) => Open(path, Migrations.Count);

    /// <summary>The same for a program that knows only the first steps: how tests make an older file.</summary>
    internal static SqliteDatabase Open(string path, int knownSteps)
    {
        var database = new SqliteDatabase(path);
        try
        {
            database.Guarded(() => database.Prepare(knownSteps));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="body"/> with the write lock of the file; what it throws rolls back.</summary>
    public TResult Write<TResult>(Func<SqliteTransaction, TResult> body) => Guarded(() =>
    {
        // Immediate: taking the lock at the first write instead would fail, not wait, when another process wrote in between.
        using var transaction = _connection.BeginTransaction(deferred: false);
        var result = body(transaction);
        transaction.Commit();
        return result;
    });

    /// <summary>Runs <paramref name="body"/> on one consistent state of the file.</summary>
    public TResult Read<TResult>(Func<SqliteTransaction, TResult> body) => Guarded(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: true);
        return body(transaction);
    });

    public void Dispose() => _connection.Dispose();

    private TResult Guarded<TResult>(Func<TResult> body)
    {
        lock (_lock)
        {
            try
            {
                return body();
            }
            catch (SqliteException cause) when (cause.SqliteErrorCode is NotADatabase or Corrupt)
            {
                throw new JournalUnreadableException(
                    $"{_path} is not a usable SQLite database ({cause.Message}); move it away to start a new one, or restore a copy", cause);
            }
            catch (SqliteException cause)
            {
                throw new JournalUnavailableException($"the journal {_path} cannot be used now: {cause.Message}", cause);
            }
        }
    }

    private bool Prepare(int knownSteps)
    {
        _connection.Open();
        Execute(null, $"PRAGMA busy_timeout = {(int)BusyTimeout.TotalMilliseconds}");
        Execute(null, "PRAGMA journal_mode = WAL");

        // FULL: with WAL the weaker NORMAL may lose the last commits when the power fails, and a committed step is never lost (G1).
        // The price is one flush per append, which training does not wait for.
        Execute(null, "PRAGMA synchronous = FULL");
        Execute(null, "PRAGMA foreign_keys = ON");

        using var transaction = _connection.BeginTransaction(deferred: false);
        var step = SchemaStep(transaction);
        if (step > knownSteps)
        {
            throw new JournalUnreadableException(
                $"{_path} has schema {step} and this program knows schemas up to {knownSteps}; use the newer program that wrote it");
        }

        foreach (var migration in Migrations.Take(knownSteps).Skip(step))
        {
            Execute(transaction, migration);
        }

        Execute(transaction, "DELETE FROM sogar_schema");
        Execute(transaction, $"INSERT INTO sogar_schema (step) VALUES ({knownSteps})");
        transaction.Commit();
        return true;
    }

    private int SchemaStep(SqliteTransaction transaction)
    {
        if (Count(transaction, "SELECT count(*) FROM sqlite_master WHERE name = 'sogar_schema'") == 1)
        {
            return Count(transaction, "SELECT max(step) FROM sogar_schema");
        }

        if (Count(transaction, "SELECT count(*) FROM sqlite_master") > 0)
        {
            throw new JournalUnreadableException($"{_path} is a database of another program; name another file for the journal");
        }

        Execute(transaction, "CREATE TABLE sogar_schema (step INTEGER NOT NULL)");
        return 0;
    }

    private int Count(SqliteTransaction transaction, string sql)
    {
        using var command = new SqliteCommand(sql, _connection, transaction);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Execute(SqliteTransaction? transaction, string sql)
    {
        using var command = new SqliteCommand(sql, _connection, transaction);
        command.ExecuteNonQuery();
    }

    /// <summary>The numbered .sql files next to this one, in order.</summary>
    private static class Migrations
    {
        private static readonly string[] Steps = [.. Load()];

        public static int Count => Steps.Length;

        public static IEnumerable<string> Take(int count) => Steps.Take(count);

        private static IEnumerable<string> Load()
        {
            var assembly = Assembly.GetExecutingAssembly();
            foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return reader.ReadToEnd();
            }
        }
    }
}
