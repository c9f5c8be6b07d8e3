using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>
/// Owns one source of views: open videos, frame indices, buffers. Works off requests in the order in which they come;
/// trainers ask ahead within their credit, so its mailbox is bounded by theirs.
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
        try
        {
            var loaded = _source!.Load(request.Key, Context.Stopping);
            if (loaded.Replaced.Count > 0) node.Tell(new Reported(new SamplesReplaced([.. loaded.Replaced])));
            request.Trainer.Tell(new ShardReady(loaded.Views));
        }
        catch (DataUnusableException unusable)
        {
            node.Tell(new Reported(new DataUnusable(unusable.Message)));
        }
        catch (OperationCanceledException) when (Context.Stopping.IsCancellationRequested)
        {
            // The run stops; nobody waits for the shard any more.
        }
    }
}
