namespace SoGar.Actors.Journal;

/// <summary>What became of an append.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>The events are in the stream and on the disk.</summary>
    /// <param name="Version">Version of the last of them.</param>
    public sealed record Appended(long Version) : AppendOutcome;

    /// <summary>Somebody else has written: nothing was appended; read on from the expected version and decide anew.</summary>
    /// <param name="Expected">What the writer expected.</param>
    /// <param name="Actual">Version of the last event that is there.</param>
    public sealed record Conflict(long Expected, long Actual) : AppendOutcome;

    /// <summary>A newer term has written: nothing was appended, and this writer must stop (G2).</summary>
    /// <param name="Term">The writer's term.</param>
    /// <param name="NewestTerm">The term that took over.</param>
    public sealed record Fenced(long Term, long NewestTerm) : AppendOutcome;

    /// <summary>Decides on an append; pure. The term comes first, for a deposed writer has nothing to retry.</summary>
    public static AppendOutcome Decide(StreamHead head, long expectedVersion, long term, int eventCount) => head switch
    {
        _ when term < head.Term => new Fenced(term, head.Term),
        _ when expectedVersion != head.Version => new Conflict(expectedVersion, head.Version),
        _ => new Appended(head.Version + eventCount),
    };
}
