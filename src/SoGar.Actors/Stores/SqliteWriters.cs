using System.Globalization;

namespace SoGar.Actors.Stores;

/// <summary>
/// Which processes of this machine keep others from writing to an SQLite file, as Linux tells in <c>/proc</c>: a lock is its holder's until that
/// process lets go of it or ends, and nobody else can take it away.
/// </summary>
public static class SqliteWriters
{
    private const string Locks = "/proc/locks";
    private const char Stopped = 'T';

    /// <summary>Those that hold it at this moment: as a rule one at most, and none where the system does not tell, as of another user's processes.</summary>
    /// <param name="path">The database; its write lock is in the index of its log, beside it.</param>
    /// <returns>Ids of processes, this one perhaps among them.</returns>
    public static IReadOnlyList<int> Of(string path)
    {
        var database = Canonical(Path.GetFullPath(path));
        return [.. WhoLocks().Where(process => Opens(process, [database, $"{database}-shm"]))];
    }

    /// <summary>Whether a signal has stopped it (SIGSTOP, Ctrl-Z), so that it does nothing until another one wakes it; false of one that has ended.</summary>
    /// <param name="process">Its id.</param>
    public static bool IsStopped(int process)
    {
        try
        {
            // "id (name) state ...", where the name may hold anything.
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line.AsSpan(line.LastIndexOf(')') + 2)[0] == Stopped;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // "1: POSIX  ADVISORY  WRITE 1234 fe:00:350666 120 120"; one that only waits for a lock has an arrow before POSIX.
    private static IEnumerable<int> WhoLocks() => !File.Exists(Locks)
        ? []
        : File.ReadLines(Locks)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [_, "POSIX", _, "WRITE", _, ..])
            .Select(words => int.Parse(words[4], CultureInfo.InvariantCulture))
            .Distinct();

    private static bool Opens(int process, string[] files)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(open => files.Contains(new FileInfo(open).LinkTarget));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // As /proc names files: without links on the way.
    private static string Canonical(string path)
    {
        if (Path.GetDirectoryName(path) is not { } folder) return path;
        var here = Path.Combine(Canonical(folder), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: false) is { } target ? Canonical(target.FullName) : here;
    }
}
