using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>
/// Owns one source of views: open videos, frame indices, buffers. Works off requests in the order in which they come;
/// trainers ask ahead within their credit, so its mailbox is bounded by theirs. What is withdrawn is passed over, or broken off.
/// </summary>
public sealed class ClipLoader(Func<IShardSource> open, ActorRef<NodeMessage> node) : Actor<LoaderMessage>
{
    private IShardSource? _source;

    /// <inheritdoc/>
    protected override void PreStart() => _source = open();

    /// <inheritdoc/>
    protected override void Receive(LoaderMessage message)
    {
        if (message is RequestShard request) Load(request);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _source?.Dispose();

    private void Load(RequestShard request)
    {
        if (request.Withdrawn.IsCancellationRequested) return;
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(Context.Stopping, request.Withdrawn);
        try
        {
            var loaded = _source!.Load(request.Key, unwanted.Token);
            if (loaded.Replaced.Count > 0) node.Tell(new Reported(new SamplesReplaced([.. loaded.Replaced])));
            request.Trainer.Tell(new ShardReady(loaded.Views));
        }
        catch (DataUnusableException unusable)
        {
            node.Tell(new Reported(new DataUnusable(unusable.Message)));
        }
        catch (OperationCanceledException) when (unwanted.IsCancellationRequested)
        {
            // Nobody waits for the shard any more.
        }
    }
}
