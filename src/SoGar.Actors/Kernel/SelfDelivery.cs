namespace SoGar.Actors.Kernel;

/// <summary>
/// What an actor receives in its mailbox besides messages of others: timer ticks, ends of piped work, ends of watched actors.
/// </summary>
internal abstract class SelfDelivery
{
    /// <summary>The message it stands for, asked for in the actor's turn; null when it no longer counts or was dealt with.</summary>
    public abstract object? Open(ActorCell cell);
}

/// <summary>The end of work that one incarnation of the actor started.</summary>
internal sealed class PipedEnd(int incarnation, Task work, Func<object> toMessage) : SelfDelivery
{
    public override object? Open(ActorCell cell)
    {
        if (cell.Incarnation == incarnation)
        {
            return toMessage();
        }

        cell.System.Observe(new DeadLetter(work, null, cell.Path, DeadLetterReason.EarlierIncarnation));
        return null;
    }
}

/// <summary>The end of a watched actor.</summary>
internal sealed class Terminated(Recipient ended) : SelfDelivery
{
    public override object? Open(ActorCell cell) => cell.TakeTermination(ended);

    public override string ToString() => $"end of {ended.Path}";
}
