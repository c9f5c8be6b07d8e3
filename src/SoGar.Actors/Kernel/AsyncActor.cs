namespace SoGar.Actors.Kernel;

/// <summary>
/// An actor whose handlers may await. It still handles one message at a time: while a handler awaits, messages wait too, and what
/// follows the <c>await</c> runs in the actor's turn and on its thread. <c>ConfigureAwait(false)</c> would leave both; do not use it here.
/// </summary>
/// <typeparam name="TMessage">What it hears; an interface or a record hierarchy of plain, immutable data.</typeparam>
public abstract class AsyncActor<TMessage> : ActorBase
    where TMessage : class
{
    private ActorContext<TMessage>? _context;
    private Func<TMessage, ValueTask>? _behaviour;

    /// <summary>The actor's surroundings; only for use in its own turn.</summary>
    /// <exception cref="InvalidOperationException">Asked for by the constructor; <c>PreStart</c> is the first that has it.</exception>
    protected ActorContext<TMessage> Context => _context ?? throw new InvalidOperationException(
        $"{GetType().Name} has no context in its constructor; use it from PreStart on");

    /// <summary>The actor's own address.</summary>
    protected ActorRef<TMessage> Self => Context.Self;

    /// <summary>Handles one message. What escapes goes to the supervisor.</summary>
    protected abstract ValueTask ReceiveAsync(TMessage message);

    /// <summary>From the next message on another handler receives; a restart begins with <see cref="ReceiveAsync"/> again.</summary>
    protected void Become(Func<TMessage, ValueTask> behaviour) => _behaviour = behaviour;

    /// <summary>From the next message on <see cref="ReceiveAsync"/> receives again.</summary>
    protected void Unbecome() => _behaviour = null;

    /// <summary>Says that the actor has no use for a message: it becomes a dead letter.</summary>
    protected void Unhandled(TMessage message) => Context.Unhandled(message);

    internal override void Attach(ActorCell cell) => _context = new ActorContext<TMessage>(cell);

    internal override ValueTask Dispatch(object message)
    {
        if (message is TMessage typed)
        {
            return _behaviour is { } behaviour ? behaviour(typed) : ReceiveAsync(typed);
        }

        Context.Unhandled(message);
        return ValueTask.CompletedTask;
    }
}
