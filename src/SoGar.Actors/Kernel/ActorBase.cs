namespace SoGar.Actors.Kernel;

/// <summary>
/// What all actors have: hooks at the edges of their life, and the policy for their children. Hooks run in the actor's turn,
/// on its thread. Derive from <see cref="Actor{TMessage}"/> or <see cref="AsyncActor{TMessage}"/>.
/// </summary>
public abstract class ActorBase
{
    private protected ActorBase()
    {
    }

    /// <summary>What follows from the failure of a child; everything escalates unless a rule says otherwise.</summary>
    protected virtual SupervisionPolicy Policy => SupervisionPolicy.EscalateAll;

    /// <summary>Before the first message; the context is there, which the constructor does not have yet.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>After the last message and after the children have stopped: frees what the actor owns.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>The last call to an instance that failed, after its children have stopped; does what <see cref="PostStop"/> does.</summary>
    /// <param name="reason">What escaped from the handler.</param>
    protected virtual void PreRestart(Exception reason) => PostStop();

    /// <summary>The first call to the instance that follows a failed one; does what <see cref="PreStart"/> does.</summary>
    /// <param name="reason">What escaped from the handler of the instance before.</param>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>A watched actor has stopped for good; all that it sent before was received before. Called once per watch.</summary>
    /// <exception cref="DeathPactException">Not overridden: the actor that watches fails too.</exception>
    protected virtual void OnTerminated(ActorRef actor) =>
        throw new DeathPactException(ActorCell.Current?.Path ?? GetType().Name, actor?.Path ?? "nobody");

    internal abstract void Attach(ActorCell cell);

    internal abstract ValueTask Dispatch(object message);

    internal SupervisionPolicy InvokePolicy() => Policy;

    internal void InvokePreStart() => PreStart();

    internal void InvokePostStop() => PostStop();

    internal void InvokePreRestart(Exception reason) => PreRestart(reason);

    internal void InvokePostRestart(Exception reason) => PostRestart(reason);

    internal void InvokeOnTerminated(ActorRef actor) => OnTerminated(actor);
}
