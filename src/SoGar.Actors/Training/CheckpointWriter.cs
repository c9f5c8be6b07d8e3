using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>Writes staged states while training goes on. A disk that refuses costs a checkpoint, never the run.</summary>
public sealed class CheckpointWriter(ICheckpoints checkpoints, ActorRef<NodeMessage> node, TimeProvider clock) : Actor<WriterMessage>
{
    /// <inheritdoc/>
    protected override void Receive(WriterMessage message)
    {
        switch (message)
        {
            case TakeCheckpoint take:
                Write(take);
                break;
            case SetAside aside:
                SetAside(aside);
                break;
        }
    }

    private void Write(TakeCheckpoint take)
    {
        using var staged = take.Staged;
        var began = clock.GetTimestamp();
        try
        {
            var receipt = checkpoints.Write(staged, take.Term);
            node.Tell(new Reported(new CheckpointTaken(receipt, clock.GetElapsedTime(began), take.State)));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            node.Tell(new Reported(new CheckpointMissed(staged.Done, refused.Message)));
        }
    }

    private void SetAside(SetAside order)
    {
        try
        {
            checkpoints.SetAside(order.Done, order.Odd);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Whoever writes the right state finds it there still, and says so; the order comes again.
        }
    }
}
