namespace SoGar.Actors.Journal;

/// <summary>
/// What must last: streams of events, each written by one writer at a time. An append is whole or absent, also after a crash, and
/// is on the disk when it is answered (G1). Safe from several threads and, where the store is shared, from several processes.
/// </summary>
public interface IJournal
{
    /// <summary>Adds events to the end of a stream, all or none.</summary>
    /// <param name="stream">Name of the stream; made by its first append.</param>
    /// <param name="expectedVersion">How many events the writer knows the stream to have; 0 for a new one.</param>
    /// <param name="term">The writer's term; one older than the stream has seen is refused (G2).</param>
    /// <param name="events">One or more events of registered types, in order.</param>
    /// <param name="cancellation">Gives up before the write; an append that has begun is finished.</param>
    /// <exception cref="JournalUnavailableException">
    /// The store cannot be used now. Whether the events were written is not known where the connection broke during the commit: read on from
    /// <paramref name="expectedVersion"/> before repeating.
    /// </exception>
    ValueTask<AppendOutcome> AppendAsync(
        string stream, long expectedVersion, long term, IReadOnlyList<object> events, CancellationToken cancellation = default);

    /// <summary>Reads a stream in order; what is appended meanwhile may be seen or not. An unknown stream is empty.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="fromVersion">The first version to read; the first of a stream is 1.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    /// <exception cref="UnknownEventException">An event was written by a newer version, or is not registered.</exception>
    IAsyncEnumerable<JournalEntry> ReadAsync(string stream, long fromVersion = 1, CancellationToken cancellation = default);

    /// <summary>All streams whose names begin with <paramref name="prefix"/>, in ordinal order of names.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<IReadOnlyList<StreamHead>> StreamsAsync(string prefix = "", CancellationToken cancellation = default);
}

/// <summary>One event of a stream.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Version">Its place in the stream, from 1, without gaps.</param>
/// <param name="Term">The term of its writer.</param>
/// <param name="RecordedAt">When it was appended, by the clock of the store, to the millisecond.</param>
/// <param name="Event">The event, lifted to the newest version of its type.</param>
public sealed record JournalEntry(string Stream, long Version, long Term, DateTimeOffset RecordedAt, object Event);

/// <summary>The end of a stream.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Version">Version of its last event, which is also their number; 0 when it has none.</param>
/// <param name="Term">The newest term that has written.</param>
public sealed record StreamHead(string Stream, long Version, long Term)
{
    /// <summary>The head of a stream nobody has written to.</summary>
    public static StreamHead Empty(string stream) => new(stream, 0, 0);
}
