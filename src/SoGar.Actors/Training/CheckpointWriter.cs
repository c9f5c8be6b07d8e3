using SoGar.Actors.Kernel;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>Writes staged states while training goes on. A disk that refuses costs a checkpoint, never the run.</summary>
public sealed class CheckpointWriter(ICheckpoints checkpoints, ActorRef<SupervisorMessage> supervisor, TimeProvider clock) : Actor<WriterMessage>
{
    /// <inheritdoc/>
    protected override void Receive(WriterMessage message)
    {
        if (message is not TakeCheckpoint { Staged: var staged }) return;
        using (staged)
        {
            var began = clock.GetTimestamp();
            try
            {
                var receipt = checkpoints.Write(staged);
                supervisor.Tell(new CheckpointTaken(receipt, clock.GetElapsedTime(began)));
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                supervisor.Tell(new CheckpointMissed(staged.Done, refused.Message));
            }
        }
    }
}
