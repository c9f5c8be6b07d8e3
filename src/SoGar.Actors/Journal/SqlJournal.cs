using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using SoGar.Actors.Stores;

namespace SoGar.Actors.Journal;

/// <summary>A journal in an SQL database.</summary>
/// <param name="database">Borrowed; its commits outlast a power cut.</param>
/// <param name="types">The events it may hold.</param>
internal sealed class SqlJournal(SqlDatabase database, EventTypes types) : IJournal
{
    private const int PageSize = 1000;

    /// <summary>Events of one INSERT: few round trips, and far from any limit on parameters.</summary>
    private const int RowsPerInsert = 100;

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(
        string stream, long expectedVersion, long term, IReadOnlyList<object> events, CancellationToken cancellation = default)
    {
        JournalRules.RequireAppend(stream, term, events);
        cancellation.ThrowIfCancellationRequested();
        var encoded = events.Select(types.Encode).ToList();
        return database.WriteAsync([$"journal/{stream}"], async session =>
        {
            var outcome = AppendOutcome.Decide(await HeadAsync(session, stream).ConfigureAwait(false), expectedVersion, term, encoded.Count);
            if (outcome is AppendOutcome.Appended appended)
            {
                await WriteHeadAsync(session, new StreamHead(stream, appended.Version, term)).ConfigureAwait(false);
                await WriteEventsAsync(session, stream, expectedVersion, term, encoded).ConfigureAwait(false);
            }

            return outcome;
        }, cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Page by page, so that a long stream neither holds the database nor fills the memory.
        var next = fromVersion;
        List<JournalEntry> page;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            page = await ReadPageAsync(stream, next, cancellation).ConfigureAwait(false);
            foreach (var entry in page)
            {
                yield return entry;
                next = entry.Version + 1;
            }
        }
        while (page.Count == PageSize);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StreamHead>> StreamsAsync(string prefix = "", CancellationToken cancellation = default) =>
        await database.ReadAsync(
            session => session.RowsAsync(
                "SELECT stream, version, term FROM journal_stream WHERE substr(stream, 1, length(@prefix)) = @prefix ORDER BY stream",
                row => new StreamHead(row.GetString(0), row.GetInt64(1), row.GetInt64(2)),
                ("prefix", prefix)),
            cancellation).ConfigureAwait(false);

    private static async ValueTask<StreamHead> HeadAsync(SqlSession session, string stream)
    {
        var rows = await session.RowsAsync(
            "SELECT version, term FROM journal_stream WHERE stream = @stream",
            row => new StreamHead(stream, row.GetInt64(0), row.GetInt64(1)),
            ("stream", stream)).ConfigureAwait(false);
        return rows is [var head] ? head : StreamHead.Empty(stream);
    }

    private static ValueTask WriteHeadAsync(SqlSession session, StreamHead head) => session.ExecuteAsync(
        """
        INSERT INTO journal_stream (stream, version, term) VALUES (@stream, @version, @term)
        ON CONFLICT (stream) DO UPDATE SET version = excluded.version, term = excluded.term
        """,
        ("stream", head.Stream), ("version", head.Version), ("term", head.Term));

    private static async ValueTask WriteEventsAsync(SqlSession session, string stream, long lastVersion, long term, List<EncodedEvent> events)
    {
        foreach (var chunk in events.Chunk(RowsPerInsert))
        {
            var sql = new StringBuilder("INSERT INTO journal_event (stream, version, term, type, type_version, payload, recorded_at) VALUES ");
            var values = new List<(string, object?)> { ("stream", stream), ("term", term) };
            for (var row = 0; row < chunk.Length; row++)
            {
                sql.Append(row > 0 ? ", " : "").Append($"(@stream, @v{row}, @term, @t{row}, @n{row}, @p{row}, sogar_now())");
                values.AddRange([($"v{row}", ++lastVersion), ($"t{row}", chunk[row].Name), ($"n{row}", chunk[row].Version), ($"p{row}", chunk[row].Payload)]);
            }

            await session.ExecuteAsync(sql.ToString(), [.. values]).ConfigureAwait(false);
        }
    }

    private ValueTask<List<JournalEntry>> ReadPageAsync(string stream, long fromVersion, CancellationToken cancellation) => database.ReadAsync(
        session => session.RowsAsync(
            """
            SELECT version, term, recorded_at, type, type_version, payload FROM journal_event
            WHERE stream = @stream AND version >= @from ORDER BY version LIMIT @limit
            """,
            row => EntryOf(stream, row),
            ("stream", stream), ("from", fromVersion), ("limit", PageSize)),
        cancellation);

    private JournalEntry EntryOf(string stream, DbDataReader row)
    {
        try
        {
            var happened = types.Decode(new EncodedEvent(row.GetString(3), row.GetInt32(4), row.GetString(5)));
            return new JournalEntry(stream, row.GetInt64(0), row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), happened);
        }
        catch (UnknownEventException cause)
        {
            throw new UnknownEventException($"stream {stream}, version {row.GetInt64(0)}: {cause.Message}", cause);
        }
    }
}
