namespace SoGar.TestKit;

/// <summary>The faults a test orders, each for certain messages: <c>faults.When&lt;StepFinished&gt;(nth: 3).Lose()</c>.</summary>
public sealed class FaultPlan
{
    private readonly List<Fault> _faults = [];

    internal FaultPlan()
    {
    }

    /// <summary>Chooses the messages that a fault is for.</summary>
    /// <typeparam name="TMessage">Their type; derived ones are meant too.</typeparam>
    /// <param name="from">Path of the sender; null means any.</param>
    /// <param name="to">Path of the recipient; null means any.</param>
    /// <param name="where">Which of them; null means all.</param>
    /// <param name="nth">The first of the matching messages that is hit, from 1.</param>
    /// <param name="count">How many in a row are hit.</param>
    public FaultChoice When<TMessage>(
        string? from = null, string? to = null, Func<TMessage, bool>? where = null, int nth = 1, int count = 1)
        where TMessage : class => Choose(message => message is TMessage typed && (where is null || where(typed)), from, to, nth, count);

    /// <summary>Chooses the messages that a fault is for by the name of their type, where the type itself is not public.</summary>
    /// <param name="message">Name of the type, as in <c>Exchanged</c>.</param>
    /// <param name="from">Path of the sender; null means any.</param>
    /// <param name="to">Path of the recipient; null means any.</param>
    /// <param name="nth">The first of the matching messages that is hit, from 1.</param>
    /// <param name="count">How many in a row are hit.</param>
    public FaultChoice When(string message, string? from = null, string? to = null, int nth = 1, int count = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        return Choose(heard => heard.GetType().Name == message, from, to, nth, count);
    }

    private FaultChoice Choose(Func<object, bool> isMeant, string? from, string? to, int nth, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new FaultChoice(this, new Fault
        {
            Matches = (sender, recipient, message) => (from is null || from == sender) && (to is null || to == recipient) && isMeant(message),
            First = nth,
            Count = count,
        });
    }

    internal void Add(Fault fault) => _faults.Add(fault);

    /// <summary>The first fault that hits a message on its way, which counts for every fault that it matches.</summary>
    internal Fault? OnTheWay(string? sender, string recipient, object message) =>
        _faults.Count == 0 ? null : Hit(_faults.Where(fault => fault.Crash is null), sender, recipient, message);

    /// <summary>The first crash that hits a message as it arrives.</summary>
    internal Fault? OnArrival(string? sender, string recipient, object message) =>
        _faults.Count == 0 ? null : Hit(_faults.Where(fault => fault.Crash is not null), sender, recipient, message);

    private static Fault? Hit(IEnumerable<Fault> faults, string? sender, string recipient, object message)
    {
        Fault? first = null;
        foreach (var fault in faults)
        {
            if (fault.Matches(sender, recipient, message) && fault.CountsIn())
            {
                first ??= fault;
            }
        }

        return first;
    }
}

/// <summary>What is to happen to the chosen messages.</summary>
public sealed class FaultChoice
{
    private readonly Fault _fault;
    private readonly FaultPlan _plan;

    internal FaultChoice(FaultPlan plan, Fault fault) => (_plan, _fault) = (plan, fault);

    /// <summary>They never arrive. What an actor owes to itself, as the end of piped work, can be lost like any other message.</summary>
    public void Lose() => _plan.Add(_fault with { IsLost = true });

    /// <summary>They arrive later, and with them what the same sender sends to the same recipient after them: order is kept.</summary>
    public void Delay(TimeSpan by) => _plan.Add(_fault with { Lateness = by });

    /// <summary>Their recipient fails with this cause instead of handling them.</summary>
    public void Crash(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        _plan.Add(_fault with { Crash = cause });
    }
}

/// <summary>One fault and how many messages it has seen.</summary>
internal sealed record Fault
{
    private int _seen;

    public required Func<string?, string, object, bool> Matches { get; init; }

    public required int First { get; init; }

    public required int Count { get; init; }

    public bool IsLost { get; init; }

    public TimeSpan Lateness { get; init; }

    public Exception? Crash { get; init; }

    /// <summary>Counts one more matching message; true when it is one of those that are hit.</summary>
    public bool CountsIn()
    {
        _seen++;
        return _seen >= First && _seen < First + Count;
    }
}
