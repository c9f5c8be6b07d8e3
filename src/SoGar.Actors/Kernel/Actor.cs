namespace SoGar.Actors.Kernel;

/// <summary>
/// An actor whose handlers run from start to end; work that takes its time is started and comes back by
/// <c>Context.PipeToSelf</c>.
/// </summary>
/// <typeparam name="TMessage">What it hears; an interface or a record hierarchy of plain, immutable data.</typeparam>
public abstract class Actor<TMessage> : AsyncActor<TMessage>
    where TMessage : class
{
    private Action<TMessage>? _behaviour;

    /// <summary>Handles one message. What escapes goes to the supervisor.</summary>
    protected abstract void Receive(TMessage message);

    /// <summary>From the next message on another handler receives; a restart begins with <see cref="Receive"/> again.</summary>
    protected void Become(Action<TMessage> behaviour) => _behaviour = behaviour;

    /// <summary>From the next message on <see cref="Receive"/> receives again.</summary>
    protected new void Unbecome() => _behaviour = null;

    /// <summary>Calls <see cref="Receive"/> or the handler that took its place.</summary>
    protected sealed override ValueTask ReceiveAsync(TMessage message)
    {
        if (_behaviour is { } behaviour)
        {
            behaviour(message);
        }
        else
        {
            Receive(message);
        }

        return ValueTask.CompletedTask;
    }
}
