using SoGar.Actors.Journal;

namespace SoGar.Host.Running;

/// <summary>Where the runs of a machine live: one journal for all, a folder of checkpoints for each.</summary>
/// <param name="Root">The folder; made when the first run starts.</param>
internal sealed record RunsFolder(string Root)
{
    /// <summary>Where runs live unless the command line says otherwise.</summary>
    public const string Default = "runs";

    public string JournalPath => Path.Combine(Root, "journal.db");

    public string CheckpointsOf(string run) => Path.Combine(Root, run, "checkpoints");

    public string EvaluationOf(string run) => Path.Combine(Root, run, "evaluation");

    /// <summary>Opens the journal for reading and writing, and makes it where there is none.</summary>
    public SqliteJournal OpenJournal(TimeProvider clock)
    {
        Directory.CreateDirectory(Root);
        return SqliteJournal.Open(JournalPath, RunEventTypes.All, clock);
    }

    /// <summary>Opens the journal, which has to be there.</summary>
    /// <exception cref="RunException">There is none.</exception>
    public SqliteJournal OpenExistingJournal(TimeProvider clock) => File.Exists(JournalPath)
        ? SqliteJournal.Open(JournalPath, RunEventTypes.All, clock)
        : throw new RunException($"{JournalPath}: no journal of runs here; './sogar pretrain RECIPE' makes one, and --runs DIR names another folder");
}
