using SoGar.Actors.Journal;

namespace SoGar.Actors.Stores;

/// <summary>
/// An SQL database whose schema is the one this program knows. Statements are written once for all dialects, which have a function
/// <c>sogar_now()</c>: the clock of the store, in milliseconds since 1970.
/// </summary>
internal abstract class SqlDatabase : IAsyncDisposable
{
    /// <summary>
    /// Runs <paramref name="body"/> in a transaction. What it throws rolls back. It may be run twice, if the connection broke the first time.
    /// </summary>
    /// <param name="keys">What is written, as <c>lease/run/a</c>: no two writers of one key are at work at a time.</param>
    /// <param name="body">Reads and writes.</param>
    /// <param name="cancellation">Gives up before the commit.</param>
    /// <exception cref="JournalUnavailableException">The database cannot be used now; whether the commit took effect may not be known.</exception>
    public abstract ValueTask<TResult> WriteAsync<TResult>(
        IReadOnlyList<string> keys, Func<SqlSession, ValueTask<TResult>> body, CancellationToken cancellation);

    /// <summary>Runs <paramref name="body"/>, which asks one question.</summary>
    /// <exception cref="JournalUnavailableException">The database cannot be used now.</exception>
    public abstract ValueTask<TResult> ReadAsync<TResult>(Func<SqlSession, ValueTask<TResult>> body, CancellationToken cancellation);

    /// <summary>Closes all connections.</summary>
    public abstract ValueTask DisposeAsync();
}
