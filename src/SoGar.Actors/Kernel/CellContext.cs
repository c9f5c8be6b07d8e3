namespace SoGar.Actors.Kernel;

/// <summary>Brings the rest of what an actor awaits back into the actor's turn, and so onto its thread if it has one.</summary>
internal sealed class CellContext(ActorCell cell) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => cell.Send(new Signal.Continue(d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException($"{cell.Path} takes its turns one after another; nothing can be run inside it from elsewhere");

    public override SynchronizationContext CreateCopy() => this;
}
