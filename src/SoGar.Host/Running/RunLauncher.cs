using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Data;
using SoGar.Compute.Training;
using SoGar.Host.Recipes;
using SoGar.Protocol.Events;

namespace SoGar.Host.Running;

/// <summary>
/// Runs a recipe to its end in this process: takes the run's lease, finds where it stands, connects the real adapters to the actors,
/// waits, and says how it ended.
/// </summary>
internal sealed class RunLauncher(RunsFolder runs, TimeProvider clock)
{
    /// <summary>A killed process holds its run no longer than this.</summary>
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    /// <summary>A name that no run has yet: the recipe's and a number.</summary>
    public async Task<string> FreshNameAsync(string recipeName)
    {
        await using var store = await runs.OpenStoreAsync(clock);
        var taken = (await store.Journal.StreamsAsync(RunStream.Prefix)).Select(head => head.Stream[RunStream.Prefix.Length..]).ToHashSet();
        return RunNames.Fresh(recipeName, taken);
    }

    /// <summary>Runs, or goes on with, what was ordered.</summary>
    /// <param name="order">What to run.</param>
    /// <param name="observer">Hears every event.</param>
    /// <param name="drain">Asks for an early but whole end.</param>
    /// <exception cref="RunException">The run cannot start; nothing was changed.</exception>
    public async Task<RunSummary> RunAsync(RunOrder order, IRunObserver observer, CancellationToken drain)
    {
        RunNames.Require(order.Name);
        await using var store = await runs.OpenStoreAsync(clock);
        var history = RunHistory.Of(await RunStream.ReadAsync(store.Journal, order.Name));
        var recipe = RunReconciliation.Reconcile(order.Recipe, order.Name, order.Resume, history, runs);
        if (history.Status == RunStatus.Finished) return RunSummary.Of(order.Name, recipe, history);

        var data = RunReconciliation.OpenData(recipe);
        var lease = await TakeLeaseAsync(store.Leases, order.Name, drain);
        try
        {
            return await RunAsync(order with { Recipe = recipe }, data, store, lease, observer, drain);
        }
        finally
        {
            await store.Leases.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    private async Task<RunSummary> RunAsync(
        RunOrder order, DataSet data, Store store, Lease lease, IRunObserver observer, CancellationToken drain)
    {
        // Read again under the lease: whoever held it before may have written since.
        var events = await RunStream.ReadAsync(store.Journal, order.Name);
        var history = RunHistory.Of(events);
        var newest = order.From is { } from
            ? new NewestCheckpoint(new CheckpointStore(runs.CheckpointsOf(from.Run)).Open(from.Step), [])
            : new CheckpointStore(runs.CheckpointsOf(order.Name)).NewestWhole();
        var home = new RunHome(order.Name, RecipeDifference.DigestOf(order.Recipe), runs.CheckpointsOf(order.Name));
        using var devices = LocalDevices.Open(order.Recipe, data, home, newest.Checkpoint, clock);
        var plan = PlanOf(order, lease, history, newest, devices);
        await using var system = new ActorSystem("sogar");
        var witness = new Witness(history, SideEvaluator.Beside(observer, system, runs, order, data));
        system.Spawn("lease", () => new LeaseKeeper(store.Leases, lease, LeaseDuration));
        var supervisor = OneProcess.Start(system, plan, devices, store.Journal, events.Count, witness);
        await using (drain.Register(() => supervisor.Tell(new DrainRun("stopped by the user"))))
            await Task.WhenAny(supervisor.Termination, system.Failure);

        await system.StopAsync(StopPatience);
        if (system.Failure.IsCompletedSuccessfully) await RecordFailureAsync(order.Name, lease, await system.Failure, store.Journal, witness);
        return RunSummary.Of(order.Name, order.Recipe, witness.History);
    }

    private async Task<Lease> TakeLeaseAsync(ILeaseStore leases, string run, CancellationToken stopping)
    {
        var holder = $"{Environment.MachineName}/{Environment.ProcessId}";
        var deadline = clock.GetTimestamp();
        while (true)
        {
            switch (await leases.AcquireAsync(RunStream.NameOf(run), holder, LeaseDuration, stopping))
            {
                case LeaseOutcome.Granted granted:
                    return granted.Lease;
                case LeaseOutcome.Refused refused when clock.GetElapsedTime(deadline) > LeaseDuration + LeaseDuration:
                    throw new RunException($"run {run} is being trained by {refused.Holder}; stop that process, or give another --name");
                default:
                    // A process that was killed lets go within the lease's duration; one that lives renews and is refused above.
                    await Task.Delay(TimeSpan.FromMilliseconds(200), clock, stopping);
                    break;
            }
        }
    }

    private static RunPlan PlanOf(RunOrder order, Lease lease, RunHistory history, NewestCheckpoint newest, LocalDevices devices)
    {
        var done = newest.Checkpoint?.Manifest.Step ?? 0;
        RunEvent opening = history.Started is null
            ? new RunStarted(RecipeText.Of(order.Recipe), devices.Profile, devices.SampleCount, devices.DataDigest.Hex)
            : new RunResumed(done, newest.Checkpoint?.Directory ?? "the beginning", devices.Profile);
        if (history.Started is { } started && started.Data != devices.DataDigest.Hex)
            throw new RunException(
                $"{order.Recipe.Data.Path} holds other videos than those that run {order.Name} was started with ({started.SampleCount} then, " +
                $"{devices.SampleCount} now); put them back, or start a new run");

        return new RunPlan(
            order.Name,
            order.Recipe,
            lease.Term,
            history,
            [opening, .. ImportOf(history, devices),
                .. newest.Skipped.Select(skipped => new CheckpointRejected(skipped.Directory, skipped.Flaw ?? "not whole"))],
            devices.Ground);
    }

    private static IEnumerable<RunEvent> ImportOf(RunHistory history, LocalDevices devices) =>
        history.Started is null && devices.ImportWeights() is { } report
            ? [new WeightsImported(report.File, report.Imported.Length + report.Derived.Length, report.ToString())]
            : [];

    private async Task RecordFailureAsync(string run, Lease lease, SystemFailure failure, IJournal journal, Witness witness)
    {
        var happened = new RunFailed(witness.History.Done, $"{failure.Path}: {failure.Cause.Message}") { At = clock.GetUtcNow() };
        if (failure.Cause is not LeaseLostException)
        {
            var events = await RunStream.ReadAsync(journal, run);
            await new RunStream(journal, run, lease.Term, events.Count).AppendAsync([happened], CancellationToken.None);
        }

        witness.Observe(happened);
    }

    /// <summary>Folds what happens into the history that the summary is made of, and passes it on.</summary>
    private sealed class Witness(RunHistory history, IRunObserver next) : IRunObserver
    {
        public RunHistory History { get; private set; } = history;

        public void Observe(RunEvent happened)
        {
            History = History.With(happened);
            next.Observe(happened);
        }
    }
}
