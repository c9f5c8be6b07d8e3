namespace SoGar.Actors.Kernel;

/// <summary>No answer came before the deadline of a question.</summary>
public sealed class AskTimeoutException(string path, Type question, TimeSpan deadline)
    : TimeoutException($"{path} did not answer {question?.Name} within {deadline.TotalSeconds:0.###} s")
{
    /// <summary>Path of the actor that was asked.</summary>
    public string Path { get; } = path;
}

/// <summary>A message met a full mailbox whose policy is <see cref="Overflow.FailSender"/>.</summary>
public sealed class MailboxFullException(string path, int capacity, Type message) : Exception(
    $"the mailbox of {path} holds its {capacity} messages and refused {message?.Name}; send by credit, or raise MailboxOptions.Capacity")
{
    /// <summary>Path of the actor whose mailbox is full.</summary>
    public string Path { get; } = path;
}

/// <summary>More messages were stashed than <see cref="MailboxOptions.StashCapacity"/> allows.</summary>
public sealed class StashFullException(string path, int capacity) : Exception(
    $"{path} stashed more than {capacity} messages; unstash earlier, or raise MailboxOptions.StashCapacity")
{
}

/// <summary>A watched actor ended and its watcher does not override <c>OnTerminated</c>, so that it ends too.</summary>
public sealed class DeathPactException(string watcher, string ended) : Exception(
    $"{watcher} watches {ended}, which ended, and does not say what follows from it; override OnTerminated or use WatchWith")
{
}

/// <summary>A tree of actors did not stop in the time given.</summary>
public sealed class StopTimeoutException(string system, TimeSpan timeout, IReadOnlyList<string> alive) : TimeoutException(
    $"actor system {system} did not stop within {timeout.TotalSeconds:0.###} s; still alive: {string.Join(", ", alive)}")
{
    /// <summary>Paths of the actors that had not stopped, sorted.</summary>
    public IReadOnlyList<string> Alive { get; } = alive;
}
