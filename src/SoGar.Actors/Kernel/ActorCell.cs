using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SoGar.Actors.Kernel;

/// <summary>
/// The kernel's half of an actor, which outlives its incarnations: address, mailbox, children, and the turn in which
/// everything that concerns the actor happens, one thing at a time. This part receives; the others live and supervise.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The token source has no timer, and tokens outlive the cell.")]
internal sealed partial class ActorCell : Recipient, ITurn
{
    [ThreadStatic]
    private static ActorCell? _current;

    private readonly Func<ActorBase> _factory;
    private readonly ILane _lane;
    private readonly Mailbox _mailbox;
    private readonly ConcurrentQueue<Signal> _signals = new();
    private readonly CellContext _synchronization;
    private readonly Action _handlerEnded;
    private ActorBase? _actor;
    private Envelope _envelope;
    private ValueTaskAwaiter _handler;
    private long _handledCount;
    private bool _isAwaiting;
    private int _scheduled;

    public ActorCell(ActorSystem system, ActorCell? parent, string path, Func<ActorBase> factory, SpawnOptions options)
    {
        System = system;
        Parent = parent;
        Path = path;
        Self = ActorRef.Untyped(this);
        _factory = factory;
        _mailbox = new Mailbox(path, options.Mailbox);
        _synchronization = new CellContext(this);
        _handlerEnded = HandlerEnded;
        _lane = system.Host.OpenLane(path, options.Dispatcher, this);
    }

    /// <summary>The cell whose turn runs on this thread, if any.</summary>
    public static ActorCell? Current => _current;

    public override string Path { get; }

    public override ActorSystem System { get; }

    public ActorCell? Parent { get; }

    public ActorRef Self { get; }

    public ActorRef? Sender => _envelope.Sender;

    public bool IsMyTurn => ReferenceEquals(_current, this);

    // Unsynchronized glances, for the status page.
    public ActorStatus Status => new(Path, _phase.ToString(), _mailbox.Count, Interlocked.Read(ref _handledCount));

    private bool CanReceive => _phase == Phase.Running && !_isAwaiting;

    public override void Deliver(object message, ActorRef? sender)
    {
        if (System.Host.Gate is not { } gate || gate.Admit(new Delivery(this, message, sender)))
        {
            Enqueue(message, sender);
        }
    }

    public void Enqueue(object message, ActorRef? sender)
    {
        if (message is SelfDelivery own)
        {
            EnqueueOwn(own);
        }
        else if (_mailbox.TryAdd(message, sender))
        {
            Schedule();
        }
        else
        {
            System.Observe(new DeadLetter(message, sender?.Path, Path, DeadLetterReason.MailboxFull));
        }
    }

    public void EnqueueOwn(SelfDelivery delivery)
    {
        _mailbox.AddOwn(delivery);
        Schedule();
    }

    public void Send(Signal signal)
    {
        _signals.Enqueue(signal);
        Schedule();
    }

    public void Run(int messages)
    {
        var outerCell = _current;
        var outerSynchronization = SynchronizationContext.Current;
        _current = this;
        SynchronizationContext.SetSynchronizationContext(_synchronization);
        try
        {
            HandleSignals();
            while (messages-- > 0 && CanReceive && _mailbox.TryTake(out _envelope))
            {
                Receive();
                HandleSignals();
            }
        }
        finally
        {
            _current = outerCell;
            SynchronizationContext.SetSynchronizationContext(outerSynchronization);
        }

        // The exchange is a full fence: whoever added after the last look either sees 0 and schedules, or is seen here.
        Interlocked.Exchange(ref _scheduled, 0);
        if (!_signals.IsEmpty || (_phase == Phase.Stopped || CanReceive) && !_mailbox.IsEmpty)
        {
            Schedule();
        }
    }

    public void Stash()
    {
        RequireTurn();
        _mailbox.Stash(_envelope);
    }

    public void UnstashAll()
    {
        RequireTurn();
        _mailbox.UnstashAll();
    }

    public void Unhandled(object message) =>
        System.Observe(new DeadLetter(message, Sender?.Path, Path, DeadLetterReason.Unhandled));

    public void Answer(object answer)
    {
        if (Sender is { } asker)
        {
            asker.Recipient.Deliver(answer, Self);
        }
        else
        {
            System.Observe(new DeadLetter(answer, Path, "nobody", DeadLetterReason.NobodyAsked));
        }
    }

    public void RequireTurn()
    {
        if (!IsMyTurn)
        {
            throw new InvalidOperationException(
                $"the context of {Path} was used outside of its turn; bring results back with PipeToSelf, and await without ConfigureAwait(false)");
        }
    }

    private void Schedule()
    {
        while (Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            if (_phase != Phase.Stopped)
            {
                _lane.Schedule();
                return;
            }

            // The lane is closed. Whoever comes too late buries what came too late.
            BuryMailbox();
            Interlocked.Exchange(ref _scheduled, 0);
            if (_signals.IsEmpty && _mailbox.IsEmpty)
            {
                return;
            }
        }
    }

    private void HandleSignals()
    {
        while (_signals.TryDequeue(out var signal))
        {
            try
            {
                Handle(signal);
            }
            catch (Exception cause)
            {
                Fail(cause, Path);
            }
        }
    }

    private void Receive()
    {
        try
        {
            var own = _envelope.Payload as SelfDelivery;
            var message = own is null ? _envelope.Payload : own.Open(this);
            if (message is null)
            {
                return;
            }

            if (System.Host.Gate?.Receiving(Path, Sender?.Path, message, isOwn: own is not null) == false)
            {
                System.Observe(new DeadLetter(message, Sender?.Path, Path, DeadLetterReason.LostByFault));
                return;
            }

            _handledCount++;
            Follow(_actor!.Dispatch(message));
        }
        catch (Exception cause)
        {
            Fail(cause, Path);
        }
    }

    private void Follow(ValueTask handler)
    {
        var awaiter = handler.GetAwaiter();
        if (awaiter.IsCompleted)
        {
            awaiter.GetResult();
            return;
        }

        _isAwaiting = true;
        _handler = awaiter;
        awaiter.UnsafeOnCompleted(_handlerEnded);
    }

    // Comes back through the cell's synchronization context, thus in its turn. What escaped from here would be lost in the awaiter.
    private void HandlerEnded()
    {
        _isAwaiting = false;
        try
        {
            _handler.GetResult();
        }
        catch (Exception cause)
        {
            Fail(cause, Path);
        }

        Advance();
    }
}
