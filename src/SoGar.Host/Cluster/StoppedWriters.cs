using SoGar.Actors.Stores;

namespace SoGar.Host.Cluster;

/// <summary>
/// Ends processes that <c>up</c> started and that a signal stopped in the middle of a write to an SQLite file: nobody else can write to it until they are
/// gone, and at times not read it either. That is why it looks on its own, beside whoever reads the journal. A process that is stopped elsewhere is left
/// behind by the others, and takes part again when it wakes.
/// </summary>
internal sealed class StoppedWriters : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    // Who was stopped together with these, as by Ctrl-Z, wakes with them and must not blame them for the time in between.
    private const int LeastLooks = 3;

    private readonly string _path;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly Dictionary<int, Sighting> _seen = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;

    private StoppedWriters(Func<IEnumerable<ChildProcess>> processes, string path, TimeSpan patience, TimeProvider clock)
    {
        (_path, _patience, _clock) = (path, patience, clock);
        _watching = Task.Run(() => WatchAsync(processes));
    }

    /// <summary>Watches until it is disposed; null where the store is not a file.</summary>
    /// <param name="processes">Those that run now; asked from another thread.</param>
    /// <param name="store">The run's.</param>
    /// <param name="patience">How long one may stand in the way.</param>
    /// <param name="clock">Measures it.</param>
    public static StoppedWriters? Watch(Func<IEnumerable<ChildProcess>> processes, StoreLocation store, TimeSpan patience, TimeProvider clock) =>
        store is StoreLocation.Sqlite file ? new StoppedWriters(processes, file.Path, patience, clock) : null;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(Func<IEnumerable<ChildProcess>> processes)
    {
        using var glances = new PeriodicTimer(Glance, _clock);
        try
        {
            while (await glances.WaitForNextTickAsync(_stopping.Token)) Tend(processes());
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Tend(IEnumerable<ChildProcess> processes)
    {
        var stopped = processes.Where(process => !process.HasEnded && SqliteWriters.IsStopped(process.ProcessId)).ToList();
        var writers = stopped.Count == 0 ? [] : SqliteWriters.Of(_path);
        stopped.RemoveAll(process => !writers.Contains(process.ProcessId));
        foreach (var woken in _seen.Keys.Except(stopped.Select(process => process.ProcessId)).ToList()) _seen.Remove(woken);
        foreach (var process in stopped) Look(process);
    }

    private void Look(ChildProcess process)
    {
        var sighting = _seen.GetValueOrDefault(process.ProcessId, new Sighting(_clock.GetTimestamp(), 0));
        sighting = _seen[process.ProcessId] = sighting with { Looks = sighting.Looks + 1 };
        if (sighting.Looks < LeastLooks || _clock.GetElapsedTime(sighting.First) < _patience) return;
        _seen.Remove(process.ProcessId);
        process.Kill($"it was stopped in the middle of a write to {_path}, which kept everybody from it");
    }

    private readonly record struct Sighting(long First, int Looks);
}
