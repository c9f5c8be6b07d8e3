using System.Globalization;
using System.Numerics;
using SoGar.Actors.Kernel;

namespace SoGar.TestKit;

/// <summary>What happened in a simulation, in order, for people to read and for tests to compare. Keeps the newest lines.</summary>
public sealed class Trace
{
    /// <summary>Lines that are kept unless said otherwise.</summary>
    public const int DefaultCapacity = 100_000;

    private readonly VirtualClock _clock;
    private readonly int _capacity;
    private readonly Queue<TraceLine> _lines = new();

    internal Trace(VirtualClock clock, int capacity = DefaultCapacity) => (_clock, _capacity) = (clock, capacity);

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyCollection<TraceLine> Lines => _lines;

    /// <summary>
    /// A number that two histories share when all their lines, dropped ones included, agree in instants, actors and kinds of messages.
    /// </summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>All lines as text.</summary>
    public override string ToString() => string.Join('\n', _lines);

    /// <summary>The newest lines as text.</summary>
    public string Tail(int count) => string.Join('\n', _lines.TakeLast(count));

    internal void Add(string mark, string? sender, string recipient, object what)
    {
        var now = _clock.Elapsed;
        Fold(now, mark, sender, recipient, what);
        if (_capacity == 0)
        {
            return;
        }

        if (_lines.Count == _capacity)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(new TraceLine(now, mark, sender, recipient, what));
    }

    private void Fold(TimeSpan at, string mark, string? sender, string recipient, object what)
    {
        var hash = Hash ^ (ulong)at.Ticks;
        foreach (var text in (ReadOnlySpan<string?>)[mark, sender, recipient, what.GetType().Name])
            foreach (var letter in text ?? "") hash = (hash ^ letter) * 0x100000001B3;
        Hash = BitOperations.RotateLeft(hash, 23) * 0x9E3779B97F4A7C15;
    }

    internal void Add(KernelEvent happened)
    {
        // Lost messages have their line already.
        if (happened is not DeadLetter { Reason: DeadLetterReason.LostByFault })
        {
            Add("*", null, happened.Path, happened);
        }
    }
}

/// <summary>One line of a trace.</summary>
/// <param name="At">Virtual time since the start.</param>
/// <param name="Mark">Empty for a message that is received; <c>lost</c>, <c>late</c>, <c>crash</c>, or <c>*</c> for an event of the kernel.</param>
/// <param name="Sender">Path of the sender, if any.</param>
/// <param name="Path">Path of the recipient, or of the actor that the event is about.</param>
/// <param name="What">The message or the event.</param>
public sealed record TraceLine(TimeSpan At, string Mark, string? Sender, string Path, object What)
{
    /// <summary>As in <c>   1.500000       /sim/a -> /sim/b  Ping { Number = 3 }</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At.TotalSeconds,12:0.000000} {Mark,5} {(Sender is null ? "" : Sender + " -> ")}{Path}  {Text}");

    private string Text => What switch
    {
        ActorFailed failed => $"failed: {failed.Cause.GetType().Name}: {failed.Cause.Message}; {failed.Directive} ({failed.Reason})",
        ActorRestarted restarted => $"restarted, {restarted.RestartCount}",
        DeadLetter letter => $"dead letter ({letter.Reason}): {letter.Message}",
        Exception exception => $"{exception.GetType().Name}: {exception.Message}",
        KernelEvent happened => happened.GetType().Name["Actor".Length..].ToLowerInvariant(),
        _ => What.ToString() ?? What.GetType().Name,
    };
}
