using SoGar.Actors.Journal;
using SoGar.Actors.Training;
using SoGar.Protocol.Events;

namespace SoGar.Host.Cluster;

/// <summary>Reads a run's journal as it grows, for those who watch from outside. Not thread-safe.</summary>
internal sealed class RunFollower(IJournal journal, string run, IRunObserver observer)
{
    private long _version;

    /// <summary>What the journal told so far.</summary>
    public RunHistory History { get; private set; } = RunHistory.Empty;

    /// <summary>Reads what is new, and tells it unless it is old news.</summary>
    /// <param name="isOldNews">For what happened before this process came: it enters the history and is not shown.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Whether there was anything; false also while the store cannot be reached.</returns>
    public async Task<bool> CatchUpAsync(bool isOldNews, CancellationToken stopping)
    {
        var before = _version;
        try
        {
            await foreach (var entry in journal.ReadAsync(RunStream.NameOf(run), _version + 1, stopping))
            {
                _version = entry.Version;
                if (entry.Event is not RunEvent happened) continue;
                History = History.With(happened);
                if (!isOldNews) observer.Observe(happened);
            }
        }
        catch (JournalUnavailableException)
        {
            // The run goes on without the store, and so does who watches it.
        }

        return _version > before;
    }
}
