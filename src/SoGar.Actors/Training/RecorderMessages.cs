using System.Collections.Immutable;
using SoGar.Actors.Journal;
using SoGar.Protocol.Events;

namespace SoGar.Actors.Training;

/// <summary>What the recorder of a run hears.</summary>
public abstract record RecorderMessage;

/// <summary>Has events written behind all that were given before; the recorder's owner hears <see cref="EventsRecorded"/> once they are safe.</summary>
/// <param name="Events">One or more, all or none of which are written; <see cref="RunEvent.At"/> is set.</param>
public sealed record RecordEvents(ImmutableArray<RunEvent> Events) : RecorderMessage;

/// <summary>The journal answered an append.</summary>
internal sealed record AppendAnswered(AppendOutcome Outcome) : RecorderMessage;

/// <summary>What the stream holds behind the version that was known.</summary>
internal sealed record StreamChecked(ImmutableArray<JournalEntry> Entries) : RecorderMessage;

/// <summary>The journal could not be asked, or its answer was lost.</summary>
internal sealed record JournalFailed(Exception Cause) : RecorderMessage;

/// <summary>Time to try again; sent by the recorder's own timer.</summary>
internal sealed record TryAgain : RecorderMessage;

/// <summary>What the owner of a recorder hears from it.</summary>
public abstract record RecorderNews : SupervisorMessage;

/// <summary>These events will survive a crash of every process (G1); in the order in which they were given.</summary>
public sealed record EventsRecorded(ImmutableArray<RunEvent> Events) : RecorderNews;

/// <summary>The store cannot be reached. Events are kept and written once it is back; training need not wait for it.</summary>
public sealed record JournalGone(string Cause) : RecorderNews;

/// <summary>The store is back, and what was kept is being written.</summary>
/// <param name="Outage">How long it was gone.</param>
/// <param name="EventCount">How many events were kept meanwhile.</param>
public sealed record JournalBack(TimeSpan Outage, int EventCount) : RecorderNews;

/// <summary>Nothing is written any more, for good: a newer term has taken over (G2), somebody else writes the stream, or too much is kept.</summary>
public sealed record RecordingEnded(RecordingEnd Reason, string Explanation) : RecorderNews;

/// <summary>Why a recorder has ended.</summary>
public enum RecordingEnd
{
    /// <summary>Another supervisor has taken over; this one must stop.</summary>
    Fenced,

    /// <summary>The stream is not what this process left: somebody else wrote, or the store was set back.</summary>
    Foreign,

    /// <summary>The store was gone for so long that no more can be kept.</summary>
    Full,
}
