namespace SoGar.Actors.Kernel;

/// <summary>Takes turns on the runtime's thread pool; being its own work item, it schedules without allocating.</summary>
internal sealed class SharedLane(ITurn turn) : ILane, IThreadPoolWorkItem
{
    // Long enough that queueing a turn costs little per message, short enough that other actors wait microseconds.
    private const int MessagesPerTurn = 64;

    public void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    public void Close()
    {
    }

    void IThreadPoolWorkItem.Execute() => turn.Run(MessagesPerTurn);
}
