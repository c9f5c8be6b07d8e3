namespace SoGar.Actors.Kernel;

/// <summary>What stands behind an <see cref="ActorRef"/>: an actor of this process, or the one answer a question waits for.</summary>
internal abstract class Recipient
{
    public abstract string Path { get; }

    public abstract Task Termination { get; }

    public abstract ActorSystem System { get; }

    public abstract void Deliver(object message, ActorRef? sender);

    public abstract void Stop();

    public abstract void AddWatcher(ActorCell watcher);

    public abstract void RemoveWatcher(ActorCell watcher);
}
