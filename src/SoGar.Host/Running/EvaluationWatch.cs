using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Host.Cluster;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Host.Telemetry;
using SoGar.Protocol.Events;

namespace SoGar.Host.Running;

/// <summary>
/// Measures the checkpoints of a run while other processes train it: follows its journal from outside, so that the run cannot notice whether somebody watches,
/// nor how the watcher ends.
/// </summary>
internal sealed class EvaluationWatch(RunsFolder runs, CommandRun run)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <summary>Measures as often as <c>evaluate.every</c> says, until the run has ended.</summary>
    /// <param name="name">Of the run.</param>
    /// <param name="overrides">Settings on top of its recipe, <c>key=value</c> each.</param>
    /// <param name="stopping">Ends earlier.</param>
    /// <exception cref="RunException">There is no such run, or nothing to measure it on.</exception>
    public async Task<WatchAccount> FollowAsync(string name, IReadOnlyList<string> overrides, CancellationToken stopping)
    {
        await using var store = await runs.OpenExistingStoreAsync(run.Clock);
        var follower = new RunFollower(store.Journal, name, new SeveralObservers());
        await follower.CatchUpAsync(isOldNews: true, stopping);
        var measure = await MeasureOfAsync(store, name, follower.History, overrides);
        var files = new List<string>();
        var seen = 0L;
        using var glances = new PeriodicTimer(Glance, run.Clock);
        while (!stopping.IsCancellationRequested)
        {
            // Asked first: what was written until then is measured still.
            var isOver = await IsOverAsync(store, name, follower.History);
            if (follower.History.Checkpoints.LastOrDefault()?.Done is { } done && done != seen)
            {
                seen = done;
                if (await OwnThread.Run(() => measure.Look(done, stopping)) is { } file)
                {
                    files.Add(file);
                    run.Say(file);
                }
            }

            if (isOver || !await TicksAsync(glances, stopping)) break;
            await follower.CatchUpAsync(isOldNews: true, CancellationToken.None);
        }

        return new WatchAccount(name, follower.History.Status.ToString().ToLowerInvariant(), files);
    }

    private async Task<SideMeasure> MeasureOfAsync(Store store, string name, RunHistory history, IReadOnlyList<string> overrides)
    {
        // A cluster's run is on the board before its nodes write their first line.
        var posted = (await store.Runs.ListAsync()).FirstOrDefault(each => each.Run == name);
        var text = posted?.Recipe ?? history.Started?.Recipe
            ?? throw new RunException($"there is no run {name} in {runs.Place}; './sogar runs' lists those that are");
        var recipe = RecipeReader.OfThisProcess.ReadText(text, $"the recipe of {name}", overrides);
        var data = RunReconciliation.OpenData(recipe);
        if (recipe.Evaluate.Every == 0)
            throw new RunException(
                $"run {name} has evaluate.every = 0; say how many steps apart: './sogar evaluate {name} --follow " +
                $"evaluate.every={Math.Max(1, recipe.Checkpoint.Every)}'");
        if (!SideMeasure.IsAskedFor(recipe, data))
            throw new RunException(
                $"{data.Root} has no labels or no test clips; evaluation needs a data set like those of './sogar videos make' (docs/data-format.md)");
        return new SideMeasure(runs, new RunOrder(recipe, name, Resume: false), data);
    }

    // While a cluster's run is on the board it has not ended, whatever its journal said before it was resumed.
    private static async Task<bool> IsOverAsync(Store store, string name, RunHistory history)
    {
        if (history.Status is RunStatus.Running or RunStatus.Unknown) return false;
        try
        {
            return (await store.Runs.ListAsync()).All(posted => posted.Run != name);
        }
        catch (JournalUnavailableException)
        {
            return false;
        }
    }

    private static async Task<bool> TicksAsync(PeriodicTimer glances, CancellationToken stopping)
    {
        try
        {
            return await glances.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>What a watcher measured.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Status">Where the run stood when it was left.</param>
/// <param name="Files">Figures that were written, oldest first.</param>
internal sealed record WatchAccount(string Run, string Status, IReadOnlyList<string> Files);
