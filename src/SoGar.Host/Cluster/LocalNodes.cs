using System.Collections.Immutable;
using System.Globalization;

namespace SoGar.Host.Cluster;

/// <summary>
/// Node processes of this machine, started by <c>up</c>. What they say goes to a file each. They end with whoever started them: when that
/// process is gone, their standard input closes, and they drain.
/// </summary>
internal sealed class LocalNodes(LocalNodesOrder order, Action<string> say) : IDisposable
{
    private ImmutableList<ChildProcess> _nodes = [];
    private readonly Dictionary<string, int> _restarts = [];
    private readonly Dictionary<string, int> _numbers = [];

    /// <summary>All that were started, restarts included; may be asked from any thread.</summary>
    public IReadOnlyList<ChildProcess> All => _nodes;

    /// <summary>Whether none is left.</summary>
    public bool HaveEnded => _nodes.TrueForAll(node => node.HasEnded);

    public void Start()
    {
        Directory.CreateDirectory(order.LogFolder);
        foreach (var number in Enumerable.Range(1, order.Count)) Start(number);
    }

    /// <summary>Starts again those that ended unasked, as far as the budget goes; says what happened.</summary>
    public void Tend(bool isEnding)
    {
        foreach (var node in _nodes.Where(node => node.HasEnded && !node.IsToldAsEnded))
        {
            node.IsToldAsEnded = true;
            if (isEnding || node.ExitCode == 0) continue;
            var used = _restarts.GetValueOrDefault(node.Name);
            var isRestarted = used < order.Restarts;
            say(
                $"node {node.Name} (process {node.ProcessId}) ended with " +
                $"{node.Ending}{(isRestarted ? $"; starting it again, {used + 1} of {order.Restarts}" : "")}; its log: {node.LogPath}");
            if (!isRestarted) continue;
            _restarts[node.Name] = used + 1;
            Start(_numbers[node.Name]);
        }
    }

    /// <summary>Asks every node to leave whole (SIGTERM).</summary>
    public void Drain()
    {
        foreach (var node in _nodes) node.Drain();
    }

    public void Dispose() => _nodes.ForEach(node => node.Dispose());

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Start(int number)
    {
        var name = $"{order.Run}.{number}";
        _numbers[name] = number;
        var node = ChildProcess.Start(
            name,
            [
                "node", "--store", order.Store, "--runs", order.RunsRoot, "--name", name, "--run", order.Run, "--leash", "--listen", order.Listen,
                "--trainers", Text(order.Trainers), "--first-gpu", Text((number - 1) * order.Trainers), "--expect", Text(order.Count),
            ],
            order.LogFolder, order.Secrets);
        _nodes = _nodes.Add(node);
        say($"node {name} is process {node.ProcessId}");
    }
}

/// <summary>What to start.</summary>
/// <param name="Run">The run that they are for; names them.</param>
/// <param name="Count">How many.</param>
/// <param name="Trainers">Of each.</param>
/// <param name="Restarts">How often each may be started again after it died.</param>
/// <param name="Store">As <c>--store</c> takes it; holds no password, which nodes take from the environment too.</param>
/// <param name="RunsRoot">As <c>--runs</c> takes it.</param>
/// <param name="LogFolder">For a file of each node.</param>
/// <param name="Listen">As <c>--listen</c> takes it; port 0, so that each finds its own.</param>
/// <param name="Secrets">Environment variables that hold what must not stand on a command line.</param>
internal sealed record LocalNodesOrder(
    string Run, int Count, int Trainers, int Restarts, string Store, string RunsRoot, string LogFolder, string Listen,
    IReadOnlyDictionary<string, string> Secrets);
