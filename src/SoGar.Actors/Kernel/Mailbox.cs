using System.Collections.Concurrent;

namespace SoGar.Actors.Kernel;

/// <summary>What waits in a mailbox: a message or a <see cref="SelfDelivery"/>, and who sent it.</summary>
internal readonly record struct Envelope(object Payload, ActorRef? Sender);

/// <summary>
/// The messages of one actor, in order. Anyone adds; only the actor's turn takes, stashes and unstashes.
/// </summary>
internal sealed class Mailbox(string path, MailboxOptions options)
{
    private readonly ConcurrentQueue<Envelope> _arrived = new();
    private readonly Queue<Envelope> _replayed = new();
    private readonly Queue<Envelope> _stash = new();
    private int _count;

    /// <summary>Messages that count against the capacity.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsEmpty => _replayed.Count == 0 && _arrived.IsEmpty;

    /// <summary>Adds a message from elsewhere; false when it met a full mailbox and is lost.</summary>
    public bool TryAdd(object message, ActorRef? sender)
    {
        if (Interlocked.Increment(ref _count) > options.Capacity)
        {
            Interlocked.Decrement(ref _count);
            return options.Overflow == Overflow.FailSender
                ? throw new MailboxFullException(path, options.Capacity, message.GetType())
                : false;
        }

        _arrived.Enqueue(new Envelope(message, sender));
        return true;
    }

    /// <summary>Adds what the actor owes to itself; bounded by the actor, so never refused.</summary>
    public void AddOwn(SelfDelivery delivery) => _arrived.Enqueue(new Envelope(delivery, null));

    public bool TryTake(out Envelope envelope)
    {
        if (_replayed.TryDequeue(out envelope))
        {
            return true;
        }

        if (!_arrived.TryDequeue(out envelope))
        {
            return false;
        }

        if (envelope.Payload is not SelfDelivery)
        {
            Interlocked.Decrement(ref _count);
        }

        return true;
    }

    public void Stash(Envelope envelope)
    {
        if (_stash.Count >= options.StashCapacity)
        {
            throw new StashFullException(path, options.StashCapacity);
        }

        _stash.Enqueue(envelope);
    }

    /// <summary>Puts what is stashed before all that waits, in the order in which it first came.</summary>
    public void UnstashAll()
    {
        var later = _replayed.ToArray();
        _replayed.Clear();
        foreach (var envelope in _stash)
        {
            _replayed.Enqueue(envelope);
        }

        foreach (var envelope in later)
        {
            _replayed.Enqueue(envelope);
        }

        _stash.Clear();
    }
}
