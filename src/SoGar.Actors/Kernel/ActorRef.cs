namespace SoGar.Actors.Kernel;

/// <summary>
/// The address of an actor: may be copied, compared, kept and sent in messages; outlives the actor and its restarts.
/// Safe for use from any thread.
/// </summary>
public class ActorRef : IEquatable<ActorRef>
{
    private protected ActorRef(Recipient recipient) => Recipient = recipient;

    /// <summary>Where the actor stands in the tree of its system, as <c>/run/trainer-0</c>.</summary>
    public string Path => Recipient.Path;

    /// <summary>Completes once the actor has stopped for good, after its children; a restart does not complete it.</summary>
    public Task Termination => Recipient.Termination;

    internal Recipient Recipient { get; }

    /// <summary>
    /// Asks the actor to stop after the message it is handling now: children first, then <c>PostStop</c>.
    /// What still waits in its mailbox goes to the dead letters.
    /// </summary>
    public void Stop() => Recipient.Stop();

    /// <summary>
    /// The same address for a sender that knows from elsewhere what the actor hears, as <c>Context.Sender</c> after a question. What the
    /// actor does not hear becomes a dead letter.
    /// </summary>
    /// <typeparam name="TMessage">What will be sent.</typeparam>
    public ActorRef<TMessage> As<TMessage>()
        where TMessage : class => new(Recipient);

    /// <inheritdoc/>
    public bool Equals(ActorRef? other) => other is not null && ReferenceEquals(Recipient, other.Recipient);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorRef);

    /// <inheritdoc/>
    public override int GetHashCode() => Recipient.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Whether both name the same actor.</summary>
    public static bool operator ==(ActorRef? left, ActorRef? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the two name different actors.</summary>
    public static bool operator !=(ActorRef? left, ActorRef? right) => !(left == right);

    internal static ActorRef Untyped(Recipient recipient) => new(recipient);
}

/// <summary>The address of an actor that hears <typeparamref name="TMessage"/>.</summary>
/// <typeparam name="TMessage">What may be sent; an interface or a record hierarchy of plain, immutable data.</typeparam>
public sealed class ActorRef<TMessage> : ActorRef
    where TMessage : class
{
    internal ActorRef(Recipient recipient)
        : base(recipient)
    {
    }

    /// <summary>
    /// Sends a message and returns at once. Delivered at most once; messages of one sender arrive in the order sent.
    /// The sender is the actor whose handler calls this, or nobody outside of one.
    /// </summary>
    /// <exception cref="MailboxFullException">The mailbox is full and its policy is <see cref="Overflow.FailSender"/>.</exception>
    public void Tell(TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Recipient.Deliver(message, ActorCell.Current?.Self);
    }

    /// <summary>Sends a message in the name of <paramref name="sender"/>, to whom answers go.</summary>
    /// <exception cref="MailboxFullException">The mailbox is full and its policy is <see cref="Overflow.FailSender"/>.</exception>
    public void Tell(TMessage message, ActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Recipient.Deliver(message, sender);
    }

    /// <summary>
    /// Sends a message and waits for what the actor answers with <c>Context.Answer</c>. Inside an actor give the task to
    /// <c>Context.PipeToSelf</c>, or await it in an <see cref="AsyncActor{TMessage}"/> (which hears nothing else meanwhile).
    /// </summary>
    /// <param name="message">The question.</param>
    /// <param name="deadline">How long to wait, on the clock of the actor's system; more than zero.</param>
    /// <param name="cancellation">Gives up earlier.</param>
    /// <exception cref="AskTimeoutException">No answer within the deadline; the message names the actor and the question.</exception>
    /// <exception cref="InvalidCastException">The answer is not a <typeparamref name="TAnswer"/>.</exception>
    public Task<TAnswer> AskAsync<TAnswer>(TMessage message, TimeSpan deadline, CancellationToken cancellation = default)
        where TAnswer : class
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(deadline, TimeSpan.Zero);
        var promise = new Promise<TAnswer>(Recipient, message, deadline, cancellation);
        Recipient.Deliver(message, ActorRef.Untyped(promise));
        return promise.Answer;
    }

    /// <summary>The same address for senders that know only some of its messages.</summary>
    /// <typeparam name="TNarrow">A kind of <typeparamref name="TMessage"/>.</typeparam>
    public ActorRef<TNarrow> Narrow<TNarrow>()
        where TNarrow : class, TMessage => new(Recipient);
}
