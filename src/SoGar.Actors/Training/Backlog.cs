using System.Collections.Immutable;
using SoGar.Actors.Journal;
using SoGar.Protocol.Events;

namespace SoGar.Actors.Training;

/// <summary>
/// What a run has decided and the journal does not have yet, and what to do about it: pure. One thing is under way at a time, so order is kept.
/// An append whose answer was lost may have been written; the stream is then read, and what is there already is not written twice.
/// </summary>
public sealed record Backlog
{
    /// <summary>Events of one append, unless a single batch has more: catching up takes few round trips and none grows without bound.</summary>
    public const int MaxEventsPerAppend = 500;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>A backlog of nothing.</summary>
    /// <param name="term">The writer's term.</param>
    /// <param name="version">Events that the stream is known to hold.</param>
    /// <param name="capacity">Events that may be kept, 1 or more.</param>
    public Backlog(long term, long version, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (Term, Version, Capacity) = (term, version, capacity);
    }

    /// <summary>The writer's term.</summary>
    public long Term { get; }

    /// <summary>Events that the stream is known to hold.</summary>
    public long Version { get; private init; }

    /// <summary>Events that may be kept.</summary>
    public int Capacity { get; }

    /// <summary>Events that are kept.</summary>
    public int Count { get; private init; }

    /// <summary>When the store was last found gone, or null while it answers.</summary>
    public DateTimeOffset? GoneSince { get; private init; }

    /// <summary>Why nothing is written any more, or null.</summary>
    public RecordingEnded? End { get; private init; }

    private ImmutableList<ImmutableArray<RunEvent>> Batches { get; init; } = [];

    private bool IsUnderWay { get; init; }

    private bool IsInDoubt { get; init; }

    private int Failures { get; init; }

    /// <summary>Takes a batch in.</summary>
    public BacklogTurn Keep(ImmutableArray<RunEvent> batch)
    {
        if (End is not null || batch.IsEmpty) return Rest();
        if (Count + batch.Length > Capacity)
        {
            return Stop(RecordingEnd.Full, GoneSince is { } since
                ? $"the journal has been gone since {since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC and {Count} events are kept; no more fit. Mend the store " +
                    "and resume the run"
                : $"the journal is slower than the run: {Count} events wait for it and no more fit");
        }

        return (this with { Batches = Batches.Add(batch), Count = Count + batch.Length }).Proceed();
    }

    /// <summary>Takes the journal's answer to an append.</summary>
    public BacklogTurn Answered(AppendOutcome outcome) => outcome switch
    {
        _ when End is not null => Rest(),
        AppendOutcome.Appended appended => Written((int)(appended.Version - Version)),
        AppendOutcome.Fenced fenced => Stop(
            RecordingEnd.Fenced, $"the journal is written in term {fenced.NewestTerm}; this supervisor has term {fenced.Term} and must stop (G2)"),
        AppendOutcome.Conflict conflict when conflict.Actual < Version => Stop(
            RecordingEnd.Foreign,
            $"the journal holds {conflict.Actual} events and had acknowledged {Version}: it was set back to an earlier state, or another store answers at " +
            "its address"),
        AppendOutcome.Conflict conflict when IsInDoubt => new BacklogTurn(this, new BacklogOrder.Check(Version + 1, conflict.Actual)),
        AppendOutcome.Conflict conflict => Foreign(conflict.Actual),
        _ => throw new ArgumentException($"unknown outcome {outcome}"),
    };

    /// <summary>Takes what the stream holds behind <see cref="Version"/>: our own writes whose answer was lost, or somebody else's.</summary>
    public BacklogTurn Checked(ImmutableArray<JournalEntry> entries)
    {
        if (End is not null) return Rest();
        var found = 0;
        foreach (var batch in Batches.TakeWhile(_ => found < entries.Length))
        {
            // An append is whole or absent, so a part of a batch was not written by us.
            if (found + batch.Length > entries.Length || !batch.Zip(entries.AsSpan(found, batch.Length).ToArray(), IsOurs).All(ours => ours))
                return Foreign(Version + entries.Length);
            found += batch.Length;
        }

        return found == entries.Length ? Written(found) : Foreign(Version + entries.Length);
    }

    /// <summary>Takes a failure of the store. Whether it wrote before it failed is not known.</summary>
    public BacklogTurn Failed(DateTimeOffset now)
    {
        if (End is not null) return Rest();
        var wait = Math.Min(FirstWait.Ticks << Math.Min(Failures, 16), LongestWait.Ticks);
        var next = this with { IsInDoubt = true, Failures = Failures + 1, GoneSince = GoneSince ?? now, IsUnderWay = true };
        return new BacklogTurn(next, new BacklogOrder.Wait(TimeSpan.FromTicks(wait)));
    }

    /// <summary>The wait is over.</summary>
    public BacklogTurn TryAgain() => (this with { IsUnderWay = false }).Proceed();

    private BacklogTurn Written(int count)
    {
        var batches = Batches;
        var recorded = ImmutableArray.CreateBuilder<RunEvent>(count);
        while (recorded.Count < count)
        {
            recorded.AddRange(batches[0]);
            batches = batches.RemoveAt(0);
        }

        var next = this with
        {
            Version = Version + count,
            Count = Count - count,
            Batches = batches,
            IsUnderWay = false,
            IsInDoubt = false,
            Failures = 0,
            GoneSince = null,
        };
        return next.Proceed() with { Recorded = recorded.ToImmutable() };
    }

    private BacklogTurn Proceed()
    {
        if (IsUnderWay || Batches.IsEmpty || End is not null) return Rest();
        var events = ImmutableArray.CreateBuilder<RunEvent>();
        foreach (var batch in Batches)
        {
            if (events.Count > 0 && events.Count + batch.Length > MaxEventsPerAppend) break;
            events.AddRange(batch);
        }

        return new BacklogTurn(this with { IsUnderWay = true }, new BacklogOrder.Append(Version, events.ToImmutable()));
    }

    private BacklogTurn Rest() => new(this, new BacklogOrder.Rest());

    private BacklogTurn Foreign(long actual) => Stop(
        RecordingEnd.Foreign,
        $"the journal holds {actual} events where this supervisor knows {Version}, and they are not its own; somebody else writes the stream in term {Term}");

    private BacklogTurn Stop(RecordingEnd reason, string explanation)
    {
        var end = new RecordingEnded(reason, explanation);
        return new BacklogTurn(this with { End = end, Batches = [], Count = 0 }, new BacklogOrder.Stop(end));
    }

    // What the journal gives back is compared as it would be written: records with lists in them are not equal by themselves.
    private bool IsOurs(RunEvent ours, JournalEntry entry) =>
        entry.Term == Term && RunEventTypes.All.Encode(ours) == RunEventTypes.All.Encode(entry.Event);
}

/// <summary>What follows from something that a backlog was told.</summary>
/// <param name="Next">The backlog from now on.</param>
/// <param name="Order">What to do.</param>
public sealed record BacklogTurn(Backlog Next, BacklogOrder Order)
{
    /// <summary>Events that are safe now.</summary>
    public ImmutableArray<RunEvent> Recorded { get; init; } = [];
}

/// <summary>What a backlog wants done.</summary>
public abstract record BacklogOrder
{
    private BacklogOrder()
    {
    }

    /// <summary>Nothing, or what is under way already.</summary>
    public sealed record Rest : BacklogOrder;

    /// <summary>Append to the stream.</summary>
    public sealed record Append(long ExpectedVersion, ImmutableArray<RunEvent> Events) : BacklogOrder;

    /// <summary>Read the stream from one version to another, both included.</summary>
    public sealed record Check(long FromVersion, long ToVersion) : BacklogOrder;

    /// <summary>Try again later.</summary>
    public sealed record Wait(TimeSpan Delay) : BacklogOrder;

    /// <summary>Write nothing any more.</summary>
    public sealed record Stop(RecordingEnded End) : BacklogOrder;
}
