namespace SoGar.Actors.Kernel;

/// <summary>What the kernel says to a cell; goes before messages and is heard while the actor waits or is suspended.</summary>
internal abstract record Signal
{
    private Signal()
    {
    }

    /// <summary>Create the actor.</summary>
    public sealed record Start : Signal;

    /// <summary>The rest of something awaited in the actor's turn.</summary>
    public sealed record Continue(SendOrPostCallback Callback, object? State) : Signal;

    /// <summary>Stop for good.</summary>
    public sealed record Stop : Signal;

    /// <summary>The supervisor's answer to a failure: go on.</summary>
    public sealed record Resume : Signal;

    /// <summary>The supervisor's answer to a failure: end this incarnation and begin another one after a wait.</summary>
    public sealed record Restart(Exception Cause, TimeSpan Delay) : Signal;

    /// <summary>The wait before a restart is over.</summary>
    public sealed record Recreate(int Incarnation) : Signal;

    /// <summary>A new child that was made outside of the actor's turn.</summary>
    public sealed record Adopt(ActorCell Child) : Signal;

    /// <summary>A child failed; <paramref name="Origin"/> is where the failure began, at the child or below it.</summary>
    public sealed record ChildFailed(ActorCell Child, Exception Cause, string Origin) : Signal;

    /// <summary>A child has stopped for good.</summary>
    public sealed record ChildStopped(ActorCell Child) : Signal;
}
