using SoGar.Actors.Stores;

namespace SoGar.Host.Cluster;

/// <summary>
/// Ends processes that <c>up</c> started and that a signal stopped in the middle of a write to an SQLite file: nobody else can write to it until they are
/// gone. One that is stopped elsewhere is left behind by the others, and takes part again when it wakes.
/// </summary>
/// <param name="store">The run's; nothing is to be done for one that is not a file.</param>
/// <param name="patience">How long one may stand in the way.</param>
/// <param name="clock">Measures it.</param>
/// <param name="say">Tells the user.</param>
internal sealed class StoppedWriters(StoreLocation store, TimeSpan patience, TimeProvider clock, Action<string> say)
{
    // Who was stopped together with these, as by Ctrl-Z, wakes with them and must not blame them for the time in between.
    private const int LeastLooks = 3;

    private readonly Dictionary<int, Sighting> _seen = [];

    /// <summary>Looks at processes, and ends those that have stood in the way for too long.</summary>
    public void Tend(IEnumerable<ChildProcess> processes)
    {
        if (store is not StoreLocation.Sqlite file) return;
        var stopped = processes.Where(process => !process.HasEnded && SqliteWriters.IsStopped(process.ProcessId)).ToList();
        var writers = stopped.Count == 0 ? [] : SqliteWriters.Of(file.Path);
        stopped.RemoveAll(process => !writers.Contains(process.ProcessId));
        foreach (var woken in _seen.Keys.Except(stopped.Select(process => process.ProcessId)).ToList()) _seen.Remove(woken);
        foreach (var process in stopped) Look(process, file.Path);
    }

    private void Look(ChildProcess process, string path)
    {
        var sighting = _seen.GetValueOrDefault(process.ProcessId, new Sighting(clock.GetTimestamp(), 0));
        sighting = _seen[process.ProcessId] = sighting with { Looks = sighting.Looks + 1 };
        if (sighting.Looks < LeastLooks || clock.GetElapsedTime(sighting.First) < patience) return;
        _seen.Remove(process.ProcessId);
        say($"{process.Name} (process {process.ProcessId}) was stopped in the middle of a write to {path} and keeps everybody from it: killing it");
        process.Kill();
    }

    private readonly record struct Sighting(long First, int Looks);
}
