namespace SoGar.Actors.Journal;

/// <summary>The store cannot be read or written now: busy for too long, disk full, file gone. Trying again later may help.</summary>
public sealed class JournalUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
}

/// <summary>The store is there but is not one this program can use: newer than it, damaged, or another program's.</summary>
public sealed class JournalUnreadableException(string message, Exception? cause = null) : Exception(message, cause)
{
}

/// <summary>The journal holds an event that this program cannot read.</summary>
public sealed class UnknownEventException(string message, Exception? cause = null) : Exception(message, cause)
{
}
