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
        if (message is not TakeCheckpoint { Staged: var staged } take) return;
        using (staged)
        {
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
    }
}
