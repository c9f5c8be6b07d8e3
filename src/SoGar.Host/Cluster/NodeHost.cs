using Microsoft.Extensions.Logging;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Host.Running;
using SoGar.Host.Wire;

namespace SoGar.Host.Cluster;

/// <summary>
/// A node process: listens, looks for runs that want nodes, and takes part in one after the other. Each part is a life of its own with an
/// incarnation of its own; a life that was declared lost, or broke, is followed by another.
/// </summary>
internal sealed class NodeHost(NodeOrder order, RunsFolder folder, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Lives that may break in a row before the process gives up: something is wrong with the machine then, not with one life.</summary>
    private const int MaxBroken = 3;

    /// <summary>Runs until it is asked to leave, its run has ended, or it cannot go on.</summary>
    /// <exception cref="WireConfigurationException">It cannot listen, or has no proof that it belongs to the cluster.</exception>
    /// <exception cref="JournalUnavailableException">The store cannot be used.</exception>
    public async Task<NodeAccount> RunAsync(CancellationToken leave)
    {
        await using var store = await folder.OpenStoreAsync(clock);
        var (token, certificates) = ClusterCredentials.Find(folder.Store, Environment.GetEnvironmentVariable);
        using var owned = certificates;
        var options = new WireOptions { Cluster = order.Cluster, Token = token, Certificates = certificates };
        var offers = new StateOffers(log);
        await using var endpoint = await NodeEndpoint.StartAsync(options, order.Listen, offers);
        log.NodeListens(order.Name, endpoint.Url, $"{folder.Store}");

        var runs = new List<string>();
        var broken = 0;
        PostedRun? over = null;
        while (true)
        {
            if (await FindRunAsync(store.Runs, runs, over, leave) is not { } posted) return Account(runs, "left as asked", hasFailed: false);
            var life = new NodeLife(order, posted, store, endpoint, offers, options, clock, log);
            var end = await LiveAsync(life, leave);
            log.LifeEnded(order.Name, posted.Run, end.Reason);
            if (!runs.Contains(posted.Run)) runs.Add(posted.Run);
            broken = end.Kind == LifeEndKind.Broken ? broken + 1 : 0;
            // Whoever posted a run that has ended takes it down a moment later.
            over = end.Kind == LifeEndKind.RunEnded ? posted : null;
            switch (end.Kind)
            {
                case LifeEndKind.Refused or LifeEndKind.Superseded:
                    return Account(runs, end.Reason, hasFailed: true);
                case LifeEndKind.Left:
                    return Account(runs, end.Reason, hasFailed: false);
                case LifeEndKind.RunEnded when order.Run is not null:
                    return Account(runs, end.Reason, hasFailed: false);
                case LifeEndKind.Broken when broken >= MaxBroken:
                    return Account(runs, $"{broken} lives in a row broke; the last: {end.Reason}", hasFailed: true);
            }
        }
    }

    // A store that goes away while a life begins ends that life, not the process.
    private static async Task<LifeEnd> LiveAsync(NodeLife life, CancellationToken leave)
    {
        try
        {
            return await life.LiveAsync(leave);
        }
        catch (JournalUnavailableException away)
        {
            return new LifeEnd(LifeEndKind.DeclaredLost, away.Message);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return new LifeEnd(LifeEndKind.Left, "left as asked, before it took part");
        }
    }

    // The run that was asked for or, where any will do, the first on the board.
    private async Task<PostedRun?> FindRunAsync(IRunBoard board, List<string> before, PostedRun? over, CancellationToken leave)
    {
        using var glances = new PeriodicTimer(Glance, clock);
        var hasWaited = false;
        while (!leave.IsCancellationRequested)
        {
            try
            {
                var posted = await board.ListAsync(leave);
                if (posted.FirstOrDefault(each => each != over && (order.Run is null || each.Run == order.Run)) is { } found) return found;
                // A run that was there and is gone has ended.
                if (order.Run is { } only && before.Contains(only)) return null;
                if (!hasWaited) log.NodeWaits(order.Name, order.Run ?? "any run");
                hasWaited = true;
            }
            catch (JournalUnavailableException away)
            {
                if (!hasWaited) log.StoreAway(away.Message);
                hasWaited = true;
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            try
            {
                await glances.WaitForNextTickAsync(leave);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private NodeAccount Account(List<string> runs, string reason, bool hasFailed) => new(order.Name, runs, reason, hasFailed);
}
