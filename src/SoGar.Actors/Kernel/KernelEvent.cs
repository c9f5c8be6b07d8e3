namespace SoGar.Actors.Kernel;

/// <summary>What the kernel has to tell operators, tests and dashboards; given to <see cref="IKernelObserver"/>.</summary>
/// <param name="Path">Path of the actor it is about.</param>
public abstract record KernelEvent(string Path);

/// <summary>An actor was created and its <c>PreStart</c> has returned.</summary>
public sealed record ActorStarted(string Path) : KernelEvent(Path);

/// <summary>An actor has stopped for good.</summary>
public sealed record ActorStopped(string Path) : KernelEvent(Path);

/// <summary>An actor has a new instance after a failure.</summary>
/// <param name="Path">Path of the actor.</param>
/// <param name="RestartCount">How many times it was restarted so far, from 1.</param>
public sealed record ActorRestarted(string Path, int RestartCount) : KernelEvent(Path);

/// <summary>An actor failed and its supervisor decided.</summary>
/// <param name="Path">Path of the actor that failed.</param>
/// <param name="Cause">What escaped from its handler.</param>
/// <param name="Directive">What the supervisor ordered.</param>
/// <param name="Reason">Why, in the words of the rule that applied.</param>
/// <param name="Delay">How long the actor waits before it starts again; zero unless restarted.</param>
public sealed record ActorFailed(string Path, Exception Cause, Directive Directive, string Reason, TimeSpan Delay) : KernelEvent(Path);

/// <summary>A message that no actor handled.</summary>
/// <param name="Message">The message.</param>
/// <param name="Sender">Path of its sender, or null.</param>
/// <param name="Path">Path of the actor that should have heard it.</param>
/// <param name="Reason">What kept it from being handled.</param>
public sealed record DeadLetter(object Message, string? Sender, string Path, DeadLetterReason Reason) : KernelEvent(Path);

/// <summary>What kept a message from being handled.</summary>
public enum DeadLetterReason
{
    /// <summary>The recipient had stopped.</summary>
    Stopped,

    /// <summary>The recipient's mailbox was full.</summary>
    MailboxFull,

    /// <summary>The recipient does not hear such messages, or said so with <c>Unhandled</c>.</summary>
    Unhandled,

    /// <summary>The answer came after the deadline, or a second time.</summary>
    TooLate,

    /// <summary>Work that an earlier incarnation had started ended after the restart.</summary>
    EarlierIncarnation,

    /// <summary>Answered where nobody had asked.</summary>
    NobodyAsked,

    /// <summary>Lost by a fault that a test ordered.</summary>
    LostByFault,
}

/// <summary>Hears what happens to actors; called on the thread where it happens, so it must be fast, thread-safe and must not throw.</summary>
public interface IKernelObserver
{
    /// <summary>Something happened.</summary>
    void Observe(KernelEvent happened);
}
