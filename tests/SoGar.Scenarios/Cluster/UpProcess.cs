using System.Globalization;
using System.Text.RegularExpressions;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Protocol.Events;

namespace SoGar.Scenarios.Cluster;

/// <summary>A run over node processes, as a user starts it, with its nodes at hand for signals and its journal for what happened.</summary>
internal sealed partial class UpProcess : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly SogarProcess _up;
    private readonly StoreLocation _location;
    private readonly string _run;
    private Store? _store;

    private readonly string _folder;

    private UpProcess(SogarProcess up, string folder, string run, StoreLocation location) => (_up, _folder, _run, _location) = (up, folder, run, location);

    public static UpProcess Start(
        string folder, string run, int nodes, StoreLocation store, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> more) =>
        StartBehind([], folder, run, nodes, store, environment, more);

    /// <summary>Starts it behind another program, such as <c>ip netns exec NAME</c>.</summary>
    public static UpProcess StartBehind(
        IReadOnlyList<string> prefix, string folder, string run, int nodes, StoreLocation store, IReadOnlyDictionary<string, string> environment,
        params IEnumerable<string> more) =>
        new(SogarProcess.StartBehind(prefix, folder, SlowedOnDemand(folder, run, environment), Line(run, nodes, store, more)), folder, run, store);

    /// <summary>The environment of a node whose steps are slow while this run is to be in its middle.</summary>
    public static IReadOnlyDictionary<string, string> SlowedOnDemand(string folder, string run, IReadOnlyDictionary<string, string> environment) =>
        new Dictionary<string, string>(environment) { ["SOGAR_TEST_SLOW"] = SlowFile(folder, run) };

    private static string[] Line(string run, int nodes, StoreLocation store, IEnumerable<string> more) =>
        ["up", "tiny", "--nodes", $"{nodes}", "--name", run, "--store", $"{store}", "--json", .. more];

    /// <summary>Process ids by the names of the nodes that were started, the newest of each.</summary>
    public IReadOnlyDictionary<string, int> Nodes => _up.Lines
        .Select(line => NodeLine().Match(line))
        .Where(match => match.Success)
        .GroupBy(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
        .ToDictionary(group => group.Key, group => group.Last());

    /// <summary>Process id of what measures checkpoints beside the nodes.</summary>
    public int Evaluator => int.Parse(
        _up.Lines.Select(line => EvaluatorLine().Match(line)).Single(match => match.Success).Groups[1].Value, CultureInfo.InvariantCulture);

    public void Send(Signal signal, params IEnumerable<string> nodes)
    {
        foreach (var node in nodes) signal.Send(Nodes[node]);
    }

    /// <summary>All events of the run so far.</summary>
    public async Task<IReadOnlyList<RunEvent>> EventsAsync()
    {
        try
        {
            _store ??= await Store.OpenAsync(_location, RunEventTypes.All, TimeProvider.System, TestContext.Current.CancellationToken);
            return await RunStream.ReadAsync(_store.Journal, _run);
        }
        catch (JournalUnavailableException)
        {
            return [];
        }
    }

    /// <summary>Stops a node (SIGSTOP) in the middle of a write to the SQLite file at <paramref name="path"/>: looks until it is met there.</summary>
    public async Task StopWhileItWritesAsync(string node, string path)
    {
        var process = Nodes[node];
        while (true)
        {
            Send(Signal.Stop, node);
            while (!SqliteWriters.IsStopped(process))
            {
                Assert.True(Directory.Exists($"/proc/{process}"), $"{node} ended before it was met in a write");
                await Task.Yield();
            }

            if (SqliteWriters.Of(path).Contains(process)) return;
            Send(Signal.Continue, node);
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until the events so far fulfil <paramref name="condition"/>; fails with what the program said where the run ends before.</summary>
    public async Task<IReadOnlyList<RunEvent>> UntilAsync(Func<IReadOnlyList<RunEvent>, bool> condition)
    {
        using var glances = new PeriodicTimer(Glance);
        while (true)
        {
            var hasEnded = _up.HasEnded;
            var events = await EventsAsync();
            if (condition(events)) return events;
            if (hasEnded)
                throw new InvalidOperationException(
                    $"the run ended before that happened:\n{string.Join('\n', _up.Lines)}\n" +
                    string.Join('\n', events.Where(happened => happened is not StepCommitted).TakeLast(20)));
            await glances.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for a line on standard error that begins so.</summary>
    public Task UntilSaidAsync(string beginning) => UntilAsync(_ => _up.HasSaid(beginning));

    /// <summary>
    /// Waits until <paramref name="steps"/> steps are committed by a generation of <paramref name="nodes"/> nodes, and slows the run down from then on, so that
    /// what happens next happens in the middle of it; <see cref="EndAsync"/> lets it go.
    /// </summary>
    public async Task UntilTrainedAsync(int steps, int nodes)
    {
        await UntilAsync(events =>
            events.OfType<GenerationFormed>().LastOrDefault() is { Members.Count: var members } && members == nodes
                && events.OfType<StepCommitted>().Any(step => step.Step >= steps));
        SlowDown();
    }

    /// <summary>Has each step begin half a second later from now on.</summary>
    public void SlowDown() => File.WriteAllText(SlowFile(_folder, _run), "");

    /// <summary>Name of the node that the supervisor lives in.</summary>
    public async Task<string> SupervisorAsync()
    {
        _store ??= await Store.OpenAsync(_location, RunEventTypes.All, TimeProvider.System, TestContext.Current.CancellationToken);
        var holder = (await _store.Standings.FindAsync(RunStream.NameOf(_run), TestContext.Current.CancellationToken))!.Holder!;
        return holder.Split('#')[0];
    }

    public Task<SogarResult> EndAsync()
    {
        File.Delete(SlowFile(_folder, _run));
        return _up.EndAsync();
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt() => _up.Interrupt();

    /// <summary>What the nodes that <c>up</c> started said.</summary>
    public IReadOnlyList<string> LogLines(string run) =>
        [.. Directory.EnumerateFiles(Path.Combine(_folder, "runs", run, "nodes")).SelectMany(file => File.ReadLines(file))];

    /// <summary>kill -9 of <c>up</c> itself and all it started.</summary>
    public void KillAll() => _up.Kill();

    public async ValueTask DisposeAsync()
    {
        File.Delete(SlowFile(_folder, _run));
        _up.Dispose();
        foreach (var process in Nodes.Values) Signal.Kill.Send(process);
        if (_store is { } store) await store.DisposeAsync();
    }

    private static string SlowFile(string folder, string run) => Path.Combine(folder, $"slow-{run}");

    [GeneratedRegex(@"^node (\S+) is process (\d+)")]
    private static partial Regex NodeLine();

    [GeneratedRegex(@"^the evaluator is process (\d+)")]
    private static partial Regex EvaluatorLine();
}
