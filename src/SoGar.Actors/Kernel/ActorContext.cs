namespace SoGar.Actors.Kernel;

/// <summary>What an actor sees of its surroundings. Only for use in the actor's own turn: its handlers and hooks.</summary>
/// <typeparam name="TMessage">What the actor hears.</typeparam>
public sealed class ActorContext<TMessage>
    where TMessage : class
{
    private readonly ActorCell _cell;

    internal ActorContext(ActorCell cell)
    {
        _cell = cell;
        Self = new ActorRef<TMessage>(cell);
        Timers = new ActorTimers<TMessage>(cell);
    }

    /// <summary>The actor's own address.</summary>
    public ActorRef<TMessage> Self { get; }

    /// <summary>Its supervisor; null for the root of the system.</summary>
    public ActorRef? Parent => _cell.Parent?.Self;

    /// <summary>Who sent the message in hand; null for an outsider, a timer or piped work.</summary>
    public ActorRef? Sender => _cell.Sender;

    /// <summary>The system it lives in.</summary>
    public ActorSystem System => _cell.System;

    /// <summary>The clock of its host; the only one an actor looks at.</summary>
    public TimeProvider Clock => _cell.System.Clock;

    /// <summary>Cancelled as soon as somebody stops the actor, also while a handler is busy, and when a restart ends this instance.</summary>
    public CancellationToken Stopping => _cell.Stopping;

    /// <summary>Messages to itself at a later time; cancelled at stop and at restart.</summary>
    public ActorTimers<TMessage> Timers { get; }

    /// <summary>Its living children, in the order of birth.</summary>
    public IReadOnlyList<ActorRef> Children => _cell.Children;

    /// <summary>Starts a child.</summary>
    /// <param name="name">Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; one living child per name.</param>
    /// <param name="factory">Makes an instance, at the start and at each restart, on the child's thread.</param>
    /// <param name="options">How it is run; null takes <see cref="SpawnOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">The name is taken or malformed.</exception>
    public ActorRef<TChild> Spawn<TChild>(string name, Func<AsyncActor<TChild>> factory, SpawnOptions? options = null)
        where TChild : class => _cell.Spawn(name, factory, options ?? SpawnOptions.Default);

    /// <summary>Stops this actor after the message in hand.</summary>
    public void StopSelf() => _cell.Stop();

    /// <summary>Has <c>OnTerminated</c> called once when the other actor has stopped for good, at once if it has already.</summary>
    public void Watch(ActorRef other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _cell.Watch(other.Recipient, message: null);
    }

    /// <summary>Has <paramref name="message"/> arrive once when the other actor has stopped for good, at once if it has already.</summary>
    public void WatchWith(ActorRef other, TMessage message)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(message);
        _cell.Watch(other.Recipient, message);
    }

    /// <summary>Takes a watch back; nothing comes of it any more, even if the other actor has stopped already.</summary>
    public void Unwatch(ActorRef other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _cell.Unwatch(other.Recipient);
    }

    /// <summary>Sends an answer to the sender of the message in hand; a dead letter when it has none.</summary>
    public void Answer(object answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _cell.Answer(answer);
    }

    /// <summary>Passes a message on in the name of its sender, who gets the answer.</summary>
    public void Forward<TOther>(ActorRef<TOther> other, TOther message)
        where TOther : class
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Tell(message, _cell.Sender);
    }

    /// <summary>Puts the message in hand aside; <see cref="UnstashAll"/> brings it back. A restart brings it back too.</summary>
    /// <exception cref="StashFullException">More than <see cref="MailboxOptions.StashCapacity"/> are aside.</exception>
    public void Stash() => _cell.Stash();

    /// <summary>Receives all that was put aside next, in the order of its first arrival, before what waits in the mailbox.</summary>
    public void UnstashAll() => _cell.UnstashAll();

    /// <summary>
    /// Has the end of asynchronous work arrive as a message. The two functions run in the actor's turn. The end of work that an
    /// instance before a restart began becomes a dead letter, and after a stop it is dropped.
    /// </summary>
    /// <param name="work">Running work; give it <see cref="Stopping"/>.</param>
    /// <param name="success">The message for a result.</param>
    /// <param name="failure">The message for a failure; a cancellation is an <see cref="OperationCanceledException"/>.</param>
    public void PipeToSelf<TResult>(Task<TResult> work, Func<TResult, TMessage> success, Func<Exception, TMessage> failure)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(success);
        Pipe(work, () => success(work.Result), failure);
    }

    /// <inheritdoc cref="PipeToSelf{TResult}"/>
    public void PipeToSelf(Task work, Func<TMessage> success, Func<Exception, TMessage> failure)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(success);
        Pipe(work, success, failure);
    }

    internal void Unhandled(object message) => _cell.Unhandled(message);

    private void Pipe(Task work, Func<TMessage> success, Func<Exception, TMessage> failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        _cell.RequireTurn();
        var end = new PipedEnd(_cell.Incarnation, work, () => work switch
        {
            { IsCompletedSuccessfully: true } => success(),
            { Exception: { } several } => failure(several.InnerExceptions is [var only] ? only : several),
            _ => failure(new TaskCanceledException(work)),
        });

        // The awaiter comes back through the cell's synchronization context, and so in virtual time on the simulator.
        work.GetAwaiter().UnsafeOnCompleted(() => _cell.EnqueueOwn(end));
    }
}
