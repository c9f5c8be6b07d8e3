using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Host.Recipes;
using SoGar.Host.Running;
using SoGar.Protocol.Events;

namespace SoGar.Host.Cluster;

/// <summary>
/// Runs a recipe over node processes of this machine: posts the run, starts the nodes, watches the journal until they have ended. It takes no part
/// itself: the run is in its nodes, and its supervisor in one of them.
/// </summary>
internal sealed class ClusterLauncher(RunsFolder runs, TimeProvider clock)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private const int LastWords = 12;

    /// <summary>Runs, or goes on with, what was ordered.</summary>
    /// <param name="order">What to run.</param>
    /// <param name="observer">Hears every event from now on.</param>
    /// <param name="say">Tells the user about node processes.</param>
    /// <param name="drain">Asks for an early but whole end.</param>
    /// <param name="onStarted">Hears of the processes once they run.</param>
    /// <exception cref="RunException">The run cannot start; nothing was changed.</exception>
    public async Task<RunSummary> RunAsync(
        ClusterOrder order, IRunObserver observer, Action<string> say, CancellationToken drain, Action<LocalNodes>? onStarted = null)
    {
        await using var store = await runs.OpenStoreAsync(clock);
        var name = RunNames.Require(order.Name);
        var follower = new RunFollower(store.Journal, name, observer);
        await follower.CatchUpAsync(isOldNews: true, CancellationToken.None);
        var recipe = RunReconciliation.Reconcile(order.Recipe, name, order.Resume, follower.History, runs);
        if (follower.History.Status == RunStatus.Finished) return RunSummary.Of(name, recipe, follower.History);

        // Complained about once here, rather than by every node in its log.
        var data = RunReconciliation.OpenData(recipe);
        await store.Runs.PostAsync(name, RecipeText.Of(recipe), Path.GetFullPath(runs.FolderOf(name)));
        var local = new LocalNodesOrder(
            name, order.Nodes, order.Trainers, order.Restarts, $"{AbsoluteStore()}", Path.GetFullPath(runs.Root), runs.LogsOf(name), order.Listen,
            ClusterCredentials.ForChildren(runs.Store, Environment.GetEnvironmentVariable));
        using var nodes = new LocalNodes(local, say);
        nodes.Start();
        using var evaluator = SideMeasure.IsAskedFor(recipe, data) ? LocalEvaluator.Start(local, say) : null;
        onStarted?.Invoke(nodes);
        await using var stopped = StoppedWriters.Watch(
            () => evaluator is null ? nodes.All : [.. nodes.All, evaluator.Process], runs.Store, recipe.Cluster.Detection, clock);
        await WatchAsync(nodes, evaluator, follower, drain);
        await follower.CatchUpAsync(isOldNews: false, CancellationToken.None);
        await store.Runs.TakeDownAsync(name);
        return Account(name, nodes, RunSummary.Of(name, recipe, follower.History), follower.History, say);
    }

    private async Task WatchAsync(LocalNodes nodes, LocalEvaluator? evaluator, RunFollower follower, CancellationToken drain)
    {
        using var glances = new PeriodicTimer(Glance, clock);
        var isDraining = false;
        var end = new RunEndWatch(clock);
        while (!nodes.HaveEnded && !end.IsOverdue)
        {
            await glances.WaitForNextTickAsync(CancellationToken.None);
            end.Look(await follower.CatchUpAsync(isOldNews: false, CancellationToken.None), follower.History.Status);
            if (drain.IsCancellationRequested && !isDraining)
            {
                isDraining = true;
                nodes.Drain();
            }

            nodes.Tend(isEnding: end.IsOver || isDraining);
            evaluator?.Tend();
        }
    }

    private StoreLocation AbsoluteStore() => runs.Store is StoreLocation.Sqlite file ? new StoreLocation.Sqlite(Path.GetFullPath(file.Path)) : runs.Store;

    // A run whose nodes all died has nobody left to say so in its journal.
    private static RunSummary Account(string name, LocalNodes nodes, RunSummary summary, RunHistory history, Action<string> say)
    {
        if (history.Status is not (RunStatus.Running or RunStatus.Unknown)) return summary;
        foreach (var node in nodes.All.Where(node => node.ExitCode != 0).TakeLast(1))
        {
            say($"the last words of node {node.Name}:");
            foreach (var line in node.LastWords(LastWords)) say($"  | {line}");
        }

        return summary with
        {
            Status = "interrupted",
            Explanation = $"all node processes have ended ({string.Join(", ", nodes.All.TakeLast(8).Select(node => $"{node.Name}: {node.Ending}"))}); " +
                $"'--name {name} --resume' goes on",
            CanBeMended = true,
        };
    }
}
