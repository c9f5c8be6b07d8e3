using SoGar.Actors.Journal;

namespace SoGar.Actors.Cluster;

/// <summary>
/// Which runs want nodes: posted by whoever starts or resumes a run, read by node processes that look for work, taken down at the run's end. What
/// happens in a run stands in its journal stream; this only says where to go.
/// </summary>
public interface IRunBoard
{
    /// <summary>Posts a run, or posts it anew with another recipe, as on resuming with more trainers.</summary>
    /// <param name="run">Name of the run.</param>
    /// <param name="recipe">As resolved, in HOCON.</param>
    /// <param name="folder">Where its checkpoints and evaluations live, as the nodes see it.</param>
    /// <param name="cancellation">Gives up before the write.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask PostAsync(string run, string recipe, string folder, CancellationToken cancellation = default);

    /// <summary>Takes a run down, since it ended; nothing happens where it is not posted.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask TakeDownAsync(string run, CancellationToken cancellation = default);

    /// <summary>The runs that want nodes, those posted first at the front.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be used now.</exception>
    ValueTask<IReadOnlyList<PostedRun>> ListAsync(CancellationToken cancellation = default);
}

/// <summary>A run that wants nodes.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Recipe">As resolved, in HOCON.</param>
/// <param name="Folder">Where its checkpoints and evaluations live, as the nodes see it.</param>
/// <param name="PostedAt">By the clock of the store, to the millisecond.</param>
public sealed record PostedRun(string Run, string Recipe, string Folder, DateTimeOffset PostedAt);
