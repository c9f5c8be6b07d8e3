using SoGar.Actors.Stores;

namespace SoGar.Actors.Cluster;

/// <summary>A run board in an SQL database.</summary>
/// <param name="database">Borrowed.</param>
internal sealed class SqlRunBoard(SqlDatabase database) : IRunBoard
{
    /// <inheritdoc/>
    public async ValueTask PostAsync(string run, string recipe, string folder, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(run);
        await WriteAsync(run, session => session.ExecuteAsync(
            """
            INSERT INTO posted_run (run, recipe, folder, posted_at) VALUES (@run, @recipe, @folder, sogar_now())
            ON CONFLICT (run) DO UPDATE SET recipe = excluded.recipe, folder = excluded.folder, posted_at = excluded.posted_at
            """,
            ("run", run), ("recipe", recipe), ("folder", folder)), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask TakeDownAsync(string run, CancellationToken cancellation = default) =>
        await WriteAsync(run, session => session.ExecuteAsync("DELETE FROM posted_run WHERE run = @run", ("run", run)), cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PostedRun>> ListAsync(CancellationToken cancellation = default) => await database.ReadAsync(
        session => session.RowsAsync(
            "SELECT run, recipe, folder, posted_at FROM posted_run ORDER BY posted_at, run",
            row => new PostedRun(row.GetString(0), row.GetString(1), row.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)))),
        cancellation).ConfigureAwait(false);

    private ValueTask<string> WriteAsync(string run, Func<SqlSession, ValueTask> body, CancellationToken cancellation) =>
        database.WriteAsync([$"posted/{run}"], async session =>
        {
            await body(session).ConfigureAwait(false);
            return run;
        }, cancellation);
}
