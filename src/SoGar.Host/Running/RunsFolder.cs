using SoGar.Actors.Journal;
using SoGar.Actors.Stores;

namespace SoGar.Host.Running;

/// <summary>Where runs live: one store for all, a folder of checkpoints for each.</summary>
/// <param name="Root">The folder; made when the first run starts.</param>
/// <param name="Elsewhere">The store, where it is not the file journal.db in the folder.</param>
internal sealed record RunsFolder(string Root, StoreLocation? Elsewhere = null)
{
    /// <summary>Where runs live unless the command line says otherwise.</summary>
    public const string Default = "runs";

    /// <summary>Where the journal of the runs is.</summary>
    public StoreLocation Store => Elsewhere ?? new StoreLocation.Sqlite(Path.Combine(Root, "journal.db"));

    /// <summary>Where somebody would look for the runs.</summary>
    public string Place => Elsewhere?.ToString() ?? Root;

    public string CheckpointsOf(string run) => Path.Combine(Root, run, "checkpoints");

    /// <summary>Everything of a run but its journal.</summary>
    public string FolderOf(string run) => Path.Combine(Root, run);

    /// <summary>What its node processes say.</summary>
    public string LogsOf(string run) => Path.Combine(Root, run, "nodes");

    public string EvaluationOf(string run) => Path.Combine(Root, run, "evaluation");

    /// <summary>Opens the store, and makes it where there is none.</summary>
    public ValueTask<Store> OpenStoreAsync(TimeProvider clock)
    {
        Directory.CreateDirectory(Root);
        return Actors.Stores.Store.OpenAsync(Store, RunEventTypes.All, clock);
    }

    /// <summary>Opens the store, which has to be there.</summary>
    /// <exception cref="RunException">It is a file that is not there.</exception>
    public ValueTask<Store> OpenExistingStoreAsync(TimeProvider clock) => Store is StoreLocation.Sqlite file && !File.Exists(file.Path)
        ? throw new RunException(
            $"{file.Path}: no journal of runs here; './sogar pretrain RECIPE' makes one, --runs DIR names another folder, and --store another store")
        : Actors.Stores.Store.OpenAsync(Store, RunEventTypes.All, clock);
}
