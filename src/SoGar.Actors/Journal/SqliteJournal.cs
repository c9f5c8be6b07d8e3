using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace SoGar.Actors.Journal;

/// <summary>
/// A journal in one SQLite file on a local disk, for all processes of one machine. Calls end before they return: an actor that uses it has a
/// dedicated thread, or can afford to wait for the disk.
/// </summary>
public sealed class SqliteJournal : IJournal, IDisposable
{
    private const int PageSize = 1000;
    private readonly TimeProvider _clock;
    private readonly SqliteDatabase _database;
    private readonly EventTypes _types;

    private SqliteJournal(SqliteDatabase database, EventTypes types, TimeProvider clock) =>
        (_database, _types, _clock) = (database, types, clock);

    /// <summary>Opens a journal, and makes the file if it is not there.</summary>
    /// <param name="path">The file; its folder exists, on a local disk.</param>
    /// <param name="types">The events it may hold.</param>
    /// <param name="clock">Dates the entries.</param>
    /// <exception cref="JournalUnreadableException">The file is newer than this program, damaged, or another program's.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be opened or written.</exception>
    public static SqliteJournal Open(string path, EventTypes types, TimeProvider clock) =>
        new(SqliteDatabase.Open(path), types, clock);

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(
        string stream, long expectedVersion, long term, IReadOnlyList<object> events, CancellationToken cancellation = default)
    {
        JournalRules.RequireAppend(stream, term, events);
        cancellation.ThrowIfCancellationRequested();
        var encoded = events.Select(_types.Encode).ToList();
        return ValueTask.FromResult(_database.Write(transaction =>
        {
            var outcome = AppendOutcome.Decide(Head(transaction, stream), expectedVersion, term, encoded.Count);
            if (outcome is AppendOutcome.Appended appended)
            {
                WriteHead(transaction, new StreamHead(stream, appended.Version, term));
                WriteEvents(transaction, stream, expectedVersion, term, encoded);
            }

            return outcome;
        }));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Page by page, so that a long stream neither holds the file nor fills the memory.
        var next = fromVersion;
        List<JournalEntry> page;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            page = _database.Read(transaction => ReadPage(transaction, stream, next));
            foreach (var entry in page)
            {
                yield return entry;
                next = entry.Version + 1;
            }
        }
        while (page.Count == PageSize);
        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StreamHead>> StreamsAsync(string prefix = "", CancellationToken cancellation = default) =>
        ValueTask.FromResult(_database.Read<IReadOnlyList<StreamHead>>(transaction =>
        {
            using var command = Command(
                transaction, "SELECT stream, version, term FROM journal_stream WHERE substr(stream, 1, length(@prefix)) = @prefix ORDER BY stream", ("@prefix", prefix));
            using var reader = command.ExecuteReader();
            var heads = new List<StreamHead>();
            while (reader.Read())
            {
                heads.Add(new StreamHead(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
            }

            return heads;
        }));

    /// <summary>Closes the file; what was appended is on the disk already.</summary>
    public void Dispose() => _database.Dispose();

    private static StreamHead Head(SqliteTransaction transaction, string stream)
    {
        using var command = Command(transaction, "SELECT version, term FROM journal_stream WHERE stream = @stream", ("@stream", stream));
        using var reader = command.ExecuteReader();
        return reader.Read() ? new StreamHead(stream, reader.GetInt64(0), reader.GetInt64(1)) : StreamHead.Empty(stream);
    }

    private static void WriteHead(SqliteTransaction transaction, StreamHead head)
    {
        using var command = Command(
            transaction,
            """
            INSERT INTO journal_stream (stream, version, term) VALUES (@stream, @version, @term)
            ON CONFLICT (stream) DO UPDATE SET version = @version, term = @term
            """,
            ("@stream", head.Stream), ("@version", head.Version), ("@term", head.Term));
        command.ExecuteNonQuery();
    }

    private void WriteEvents(SqliteTransaction transaction, string stream, long lastVersion, long term, List<EncodedEvent> events)
    {
        using var command = Command(
            transaction,
            """
            INSERT INTO journal_event (stream, version, term, type, type_version, payload, recorded_at)
            VALUES (@stream, @version, @term, @type, @type_version, @payload, @recorded_at)
            """,
            ("@stream", stream), ("@version", 0L), ("@term", term), ("@type", ""), ("@type_version", 0), ("@payload", ""),
            ("@recorded_at", _clock.GetUtcNow().ToUnixTimeMilliseconds()));
        foreach (var happened in events)
        {
            command.Parameters["@version"].Value = ++lastVersion;
            command.Parameters["@type"].Value = happened.Name;
            command.Parameters["@type_version"].Value = happened.Version;
            command.Parameters["@payload"].Value = happened.Payload;
            command.ExecuteNonQuery();
        }
    }

    private List<JournalEntry> ReadPage(SqliteTransaction transaction, string stream, long fromVersion)
    {
        using var command = Command(
            transaction,
            """
            SELECT version, term, recorded_at, type, type_version, payload FROM journal_event
            WHERE stream = @stream AND version >= @from ORDER BY version LIMIT @limit
            """,
            ("@stream", stream), ("@from", fromVersion), ("@limit", PageSize));
        using var reader = command.ExecuteReader();
        var page = new List<JournalEntry>();
        while (reader.Read())
        {
            page.Add(new JournalEntry(
                stream,
                reader.GetInt64(0),
                reader.GetInt64(1),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)),
                Decode(stream, reader)));
        }

        return page;
    }

    private object Decode(string stream, SqliteDataReader reader)
    {
        try
        {
            return _types.Decode(new EncodedEvent(reader.GetString(3), reader.GetInt32(4), reader.GetString(5)));
        }
        catch (UnknownEventException cause)
        {
            throw new UnknownEventException($"stream {stream}, version {reader.GetInt64(0)}: {cause.Message}", cause);
        }
    }

    private static SqliteCommand Command(SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = new SqliteCommand(sql, transaction.Connection, transaction);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
