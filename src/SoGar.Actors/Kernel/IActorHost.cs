namespace SoGar.Actors.Kernel;

/// <summary>
/// What a system of actors runs on: threads and the wall clock (<see cref="LocalHost"/>), or one thread and virtual time (the
/// simulator). Nothing in an actor can tell which one it got.
/// </summary>
public interface IActorHost
{
    /// <summary>The clock of all timers and deadlines.</summary>
    TimeProvider Clock { get; }

    /// <summary>Sees messages between actors before they are delivered; null lets all pass.</summary>
    IDeliveryGate? Gate { get; }

    /// <summary>Opens the lane on which one actor takes its turns.</summary>
    /// <param name="path">Path of the actor, to name its thread.</param>
    /// <param name="dispatcher">Which threads the actor asked for.</param>
    /// <param name="turn">What the lane runs; never twice at the same time.</param>
    ILane OpenLane(string path, Dispatcher dispatcher, ITurn turn);

    /// <summary>Completes when all lanes are closed and their threads have ended.</summary>
    Task WhenIdleAsync();
}

/// <summary>One actor's claim on a thread.</summary>
public interface ILane
{
    /// <summary>Has the turn run once more, soon; safe from any thread and after <see cref="Close"/>.</summary>
    void Schedule();

    /// <summary>No turn is needed any more; may be called from inside the turn.</summary>
    void Close();
}

/// <summary>A stretch of one actor's work.</summary>
public interface ITurn
{
    /// <summary>Handles what waits, at most <paramref name="messages"/> messages, and schedules itself again if more is left.</summary>
    void Run(int messages);
}

/// <summary>Stands between the senders and the mailboxes: how a simulator records, delays and loses messages.</summary>
public interface IDeliveryGate
{
    /// <summary>Asked for each message that an actor or an outsider sends.</summary>
    /// <returns>True to put it into the mailbox now; false when the gate keeps it, to hand it on later or never.</returns>
    bool Admit(Delivery delivery);

    /// <summary>Called in the recipient's turn just before it handles a message; what it throws counts as the actor's failure.</summary>
    /// <param name="recipient">Its path.</param>
    /// <param name="sender">Path of the sender, if any.</param>
    /// <param name="message">What it is about to hear.</param>
    /// <param name="isOwn">Whether the actor owes it to itself, as a timer's tick or the end of piped work, which <see cref="Admit"/> never sees.</param>
    /// <returns>False to have it lost.</returns>
    bool Receiving(string recipient, string? sender, object message, bool isOwn);
}

/// <summary>A message on its way.</summary>
public sealed class Delivery
{
    private readonly ActorCell _recipient;
    private readonly ActorRef? _sender;

    internal Delivery(ActorCell recipient, object message, ActorRef? sender)
    {
        _recipient = recipient;
        _sender = sender;
        Message = message;
    }

    /// <summary>What is sent.</summary>
    public object Message { get; }

    /// <summary>It tells a watcher that the sender has ended: it may be late, but the kernel promises that it is not lost.</summary>
    public bool IsTermination => Message is Terminated;

    /// <summary>Path of the sender, or null for an outsider.</summary>
    public string? Sender => _sender?.Path;

    /// <summary>Path of the recipient.</summary>
    public string Recipient => _recipient.Path;

    /// <summary>Puts the message into the mailbox: for a gate that kept it.</summary>
    public void HandOn()
    {
        try
        {
            _recipient.Enqueue(Message, _sender);
        }
        catch (MailboxFullException)
        {
            // The sender has gone on long ago and cannot be failed any more.
            _recipient.System.Observe(new DeadLetter(Message, Sender, Recipient, DeadLetterReason.MailboxFull));
        }
    }

    /// <summary>Turns the message into a dead letter: for a gate that loses it.</summary>
    public void Lose() => _recipient.System.Observe(new DeadLetter(Message, Sender, Recipient, DeadLetterReason.LostByFault));
}
