using SoGar.Actors.Kernel;

namespace SoGar.TestKit;

/// <summary>An actor that keeps what it hears for the test, and speaks for the test.</summary>
/// <typeparam name="TMessage">What it is to hear.</typeparam>
public sealed class Probe<TMessage>
    where TMessage : class
{
    private readonly Queue<(object Message, ActorRef? Sender)> _heard = new();
    private readonly ActorRef<object> _self;
    private readonly Stage _stage;

    internal Probe(Stage stage, string name)
    {
        _stage = stage;
        _self = stage.Spawn(name, () => new Listener(this), new SpawnOptions { Mailbox = new MailboxOptions(int.MaxValue) });
    }

    /// <summary>The address to give to the actors under test.</summary>
    public ActorRef<TMessage> Ref => _self.Narrow<TMessage>();

    /// <summary>Who sent the message that was expected last.</summary>
    public ActorRef? LastSender { get; private set; }

    /// <summary>Sends a message in the name of the probe, which hears the answer.</summary>
    public void Send<TOther>(ActorRef<TOther> other, TOther message)
        where TOther : class
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Tell(message, _self);
    }

    /// <summary>Answers the sender of the message that was expected last.</summary>
    public void Answer(object answer)
    {
        var sender = LastSender ?? throw _stage.Unmet($"{_self} cannot answer: the last message it was asked for has no sender");
        sender.As<object>().Tell(answer, _self);
    }

    /// <summary>Watches an actor; see <see cref="ExpectTerminated"/>.</summary>
    public void Watch(ActorRef other) => _self.Tell(new WatchOrder(other));

    /// <summary>The next message, which has to be a <typeparamref name="TExpected"/>.</summary>
    /// <exception cref="ExpectationException">None came in time, or another one.</exception>
    public TExpected ExpectMsg<TExpected>(TimeSpan? within = null)
        where TExpected : class, TMessage => Next(typeof(TExpected).Name, within) is TExpected expected
            ? expected
            : throw _stage.Unmet($"{_self} expected {typeof(TExpected).Name} and heard {_lastHeard}");

    /// <summary>The next message, which has to equal <paramref name="expected"/>.</summary>
    /// <exception cref="ExpectationException">None came in time, or another one.</exception>
    public void ExpectMsg(TMessage expected, TimeSpan? within = null)
    {
        if (!Equals(Next($"{expected}", within), expected))
        {
            throw _stage.Unmet($"{_self} expected {expected} and heard {_lastHeard}");
        }
    }

    /// <summary>The end of a watched actor, before any other message.</summary>
    /// <exception cref="ExpectationException">It did not come in time, or another message came before.</exception>
    public void ExpectTerminated(ActorRef other, TimeSpan? within = null)
    {
        if (!Equals(Next($"the end of {other}", within), new Ended(other)))
        {
            throw _stage.Unmet($"{_self} expected the end of {other} and heard {_lastHeard}");
        }
    }

    /// <summary>Nothing comes for as long; in virtual time this takes no time.</summary>
    /// <exception cref="ExpectationException">Something came.</exception>
    public void ExpectNoMsg(TimeSpan within)
    {
        if (_stage.Wait(() => _heard.Count > 0, within))
        {
            throw _stage.Unmet($"{_self} expected silence and heard {_heard.Peek().Message}");
        }
    }

    /// <summary>Takes all that has been heard so far and was not expected yet.</summary>
    public IReadOnlyList<TMessage> TakeAll()
    {
        lock (_stage.Changed)
        {
            TMessage[] taken = [.. _heard.Select(heard => heard.Message).OfType<TMessage>()];
            _heard.Clear();
            return taken;
        }
    }

    private object? _lastHeard;

    private object Next(string expected, TimeSpan? within)
    {
        if (!_stage.Wait(() => _heard.Count > 0, within ?? _stage.Patience))
        {
            throw _stage.Unmet($"{_self} expected {expected} within {within ?? _stage.Patience} and heard nothing");
        }

        lock (_stage.Changed)
        {
            (_lastHeard, LastSender) = _heard.Dequeue();
            return _lastHeard;
        }
    }

    private void Keep(object message, ActorRef? sender)
    {
        lock (_stage.Changed)
        {
            _heard.Enqueue((message, sender));
            Monitor.PulseAll(_stage.Changed);
        }
    }

    private sealed record WatchOrder(ActorRef Other);

    private sealed record Ended(ActorRef Actor);

    private sealed class Listener(Probe<TMessage> probe) : Actor<object>
    {
        protected override void Receive(object message)
        {
            if (message is WatchOrder(var other))
            {
                Context.Watch(other);
            }
            else
            {
                probe.Keep(message, Context.Sender);
            }
        }

        protected override void OnTerminated(ActorRef actor) => probe.Keep(new Ended(actor), null);
    }
}
