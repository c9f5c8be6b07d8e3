using SoGar.Actors.Journal;

namespace SoGar.Actors.Cluster;

/// <summary>A run board that lasts as long as the object: for tests and the simulator.</summary>
/// <param name="clock">The clock of the store.</param>
public sealed class MemoryRunBoard(TimeProvider clock) : IRunBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PostedRun> _posted = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask PostAsync(string run, string recipe, string folder, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(run);
        lock (_lock) _posted[run] = new PostedRun(run, recipe, folder, JournalRules.ToMilliseconds(clock.GetUtcNow()));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask TakeDownAsync(string run, CancellationToken cancellation = default)
    {
        lock (_lock) _posted.Remove(run);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PostedRun>> ListAsync(CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<PostedRun>>(
                [.. _posted.Values.OrderBy(posted => posted.PostedAt).ThenBy(posted => posted.Run, StringComparer.Ordinal)]);
        }
    }
}
