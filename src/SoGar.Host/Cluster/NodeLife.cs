using System.Net;
using Microsoft.Extensions.Logging;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Compute.Exchange;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Host.Recipes;
using SoGar.Host.Running;
using SoGar.Host.Wire;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Cluster;

/// <summary>
/// One node's part in one run, from its incarnation to its end: connects the real adapters to the actors, tells the store that it is there, and
/// offers itself as the run's supervisor when nobody else is.
/// </summary>
internal sealed class NodeLife(
    NodeOrder order, PostedRun posted, Store store, NodeEndpoint endpoint, StateOffers offers, WireOptions options, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<LifeEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLeaving;

    /// <summary>Takes part until the run ends, the node leaves, or the life breaks.</summary>
    /// <exception cref="RunException">This machine cannot take part: the run's videos are not here, or are others.</exception>
    public async Task<LifeEnd> LiveAsync(CancellationToken leave)
    {
        var recipe = RecipeReader.OfThisProcess.ReadText(posted.Recipe, $"the recipe of {posted.Run}");
        var data = RunReconciliation.OpenData(recipe);

        var offer = new NodeOffer(
            endpoint.Url, $"{order.Listen.AdvertisedHost}", NumericProfile.Of(recipe, order.FirstGpu), order.Trainers,
            DeviceChoice.Describe(recipe.Device, order.FirstGpu, order.Trainers));
        var member = await store.Members.JoinAsync(order.Name, offer, leave);
        var wire = options with { Detection = recipe.Cluster.Detection };
        await using var lane = new ControlLane(member.Address, wire, clock, log);
        using var states = new HttpStateStream(offers, wire);
        endpoint.Serve(lane);
        using var devices = LocalDevices.Open(
            recipe, data, HomeOf(recipe), start: null, clock, new NodeLinks(member.Address, Fabric(recipe), states), order.FirstGpu);
        return await TakePartAsync(member, recipe, lane, devices, leave);
    }

    private async Task<LifeEnd> TakePartAsync(Member member, Recipe recipe, ControlLane lane, LocalDevices devices, CancellationToken leave)
    {
        var stream = RunStream.NameOf(posted.Run);
        var head = (await store.Journal.StreamsAsync(stream, leave)).FirstOrDefault(each => each.Stream == stream);
        var post = new ControlPost(member.Address, lane);
        await using var system = new ActorSystem(order.Name, new ActorSystemOptions { Observer = new FailureLog(log) });
        var node = system.Spawn(
            "node", () => new NodeAgent(posted.Run, order.Trainers, recipe, StudentFault.Wrap(devices, order.Name, clock, log), post, Hear));
        post.Connect(node);
        var supervision = new Supervision(new SeatOrder(posted.Run, recipe, order.Expect, CheckpointsFolder), store, post, devices, head?.Version ?? 0, log);

        // A supervisor that vanished unseen is succeeded as fast as any other loss is noticed.
        system.Spawn("seat", () => new SupervisorSeat(
            stream, recipe.Cluster.Detection, store.Leases, store.Members, post, supervision.PrepareAsync,
            () => _end.TrySetResult(new LifeEnd(LifeEndKind.RunEnded, "the journal says that the run has ended"))));
        post.Open();
        log.LifeBegan(member.Node, posted.Run, order.Trainers);

        using var over = new CancellationTokenSource();
        var beats = BeatAsync(member.Node, node, over.Token);
        await using (leave.Register(() => Leave(node, "asked by a signal")))
            await Task.WhenAny(_end.Task, system.Failure);
        if (system.Failure.IsCompletedSuccessfully)
            _end.TrySetResult(new LifeEnd(LifeEndKind.Broken, $"{(await system.Failure).Path}: {(await system.Failure).Cause.Message}"));
        await over.CancelAsync();
        await beats;
        await system.StopAsync(StopPatience);
        await SayGoodbyeAsync(member.Node, supervision.Lease);
        return await _end.Task;
    }

    private void Hear(NodeEnd end) => _end.TrySetResult(new LifeEnd(
        end.WasRefused ? LifeEndKind.Refused : end.RunHasEnded ? LifeEndKind.RunEnded : LifeEndKind.Left, end.Reason));

    private void Leave(ActorRef<NodeMessage> node, string reason)
    {
        if (_isLeaving) return;
        _isLeaving = true;
        log.LeaveAsked(reason);
        node.Tell(new LeaveRun(reason));
    }

    private async Task BeatAsync(NodeId self, ActorRef<NodeMessage> node, CancellationToken stopping)
    {
        var heartbeat = new Heartbeat(store.Members, self, clock, log);
        var refused = await heartbeat.BeatAsync(() => _isLeaving ? NodeState.Draining : NodeState.Up, reason => Leave(node, reason), stopping);
        if (refused is null) return;
        var kind = refused.Reason == MembershipRefusal.Superseded ? LifeEndKind.Superseded : LifeEndKind.DeclaredLost;
        _end.TrySetResult(new LifeEnd(kind, refused.Explanation));
    }

    private async Task SayGoodbyeAsync(NodeId self, Lease? lease)
    {
        try
        {
            // A successor need not wait for it to expire. One that somebody else took meanwhile stays theirs.
            if (lease is not null) await store.Leases.ReleaseAsync(lease);
            await store.Members.LeaveAsync(self);
        }
        catch (JournalUnavailableException)
        {
            // The row grows silent instead.
        }
    }

    private string CheckpointsFolder => Path.Combine(posted.Folder, "checkpoints");

    private RunHome HomeOf(Recipe recipe) => new(posted.Run, RecipeDifference.DigestOf(recipe), CheckpointsFolder);

    private ProcessFabric Fabric(Recipe recipe)
    {
        var address = IPAddress.Parse(order.Listen.AdvertisedHost.Trim('[', ']'));
        return recipe.Exchange.Over == ExchangeTransport.Nccl
            ? ProcessFabric.OverNccl(address, port: 0, DeviceChoice.Of(recipe.Device, order.FirstGpu).Index, clock)
            : ProcessFabric.OverGloo(address, port: 0, clock);
    }
}
