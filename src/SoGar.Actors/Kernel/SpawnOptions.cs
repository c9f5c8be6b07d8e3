namespace SoGar.Actors.Kernel;

/// <summary>How an actor is run.</summary>
public sealed record SpawnOptions
{
    /// <summary>A shared thread and a mailbox of the default size.</summary>
    public static SpawnOptions Default { get; } = new();

    /// <summary>A thread of its own and a mailbox of the default size.</summary>
    public static SpawnOptions Dedicated { get; } = new() { Dispatcher = Dispatcher.Dedicated };

    /// <summary>Which threads run the actor.</summary>
    public Dispatcher Dispatcher { get; init; } = Dispatcher.Shared;

    /// <summary>How many messages may wait, and what happens to one more.</summary>
    public MailboxOptions Mailbox { get; init; } = MailboxOptions.Default;
}

/// <summary>Which threads run an actor.</summary>
public enum Dispatcher
{
    /// <summary>Threads shared by many actors; the actor moves between them. Handlers are short and do not block.</summary>
    Shared,

    /// <summary>
    /// One thread of the actor's own from its first to its last hook, across restarts, for all handlers and the continuations
    /// of what they await. For actors that block, or whose native libraries keep state per thread (libtorch).
    /// </summary>
    Dedicated,
}

/// <summary>The bounds of a mailbox.</summary>
/// <param name="Capacity">
/// Messages that may wait. Timer ticks, piped results and terminations do not count, as the actor itself bounds them.
/// </param>
/// <param name="Overflow">What happens to a message that meets a full mailbox.</param>
/// <param name="StashCapacity">Messages that may be stashed at a time.</param>
public sealed record MailboxOptions(int Capacity = 1024, Overflow Overflow = Overflow.DropNewest, int StashCapacity = 1024)
{
    /// <summary>1,024 messages; one more becomes a dead letter.</summary>
    public static MailboxOptions Default { get; } = new();
}

/// <summary>What happens to a message that meets a full mailbox.</summary>
public enum Overflow
{
    /// <summary>The message becomes a dead letter and is counted; the sender is not told (as over a network).</summary>
    DropNewest,

    /// <summary><c>Tell</c> throws <see cref="MailboxFullException"/>: for senders that are bound to send by credit.</summary>
    FailSender,
}
