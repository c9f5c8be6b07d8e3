using System.Collections.Concurrent;

namespace SoGar.Actors.Kernel;

/// <summary>
/// Runs actors on the threads of this process: shared ones on the runtime's pool, in batches so that none starves the others,
/// and each dedicated one on a thread of its own.
/// </summary>
/// <param name="clock">The clock of timers and deadlines; null takes the system's.</param>
public sealed class LocalHost(TimeProvider? clock = null) : IActorHost
{
    private readonly ConcurrentDictionary<DedicatedLane, Task> _threads = new();

    /// <inheritdoc/>
    public TimeProvider Clock { get; } = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public IDeliveryGate? Gate => null;

    /// <summary>How many dedicated threads are alive.</summary>
    public int DedicatedThreadCount => _threads.Count;

    /// <inheritdoc/>
    public ILane OpenLane(string path, Dispatcher dispatcher, ITurn turn)
    {
        if (dispatcher == Dispatcher.Shared)
        {
            return new SharedLane(turn);
        }

        var lane = new DedicatedLane(path, turn, ended => _threads.TryRemove(ended, out _));
        _threads[lane] = lane.Ended;
        lane.Start();
        return lane;
    }

    /// <inheritdoc/>
    public Task WhenIdleAsync() => Task.WhenAll(_threads.Values);
}
