using System.Collections.Immutable;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;

namespace SoGar.Actors.Training;

/// <summary>
/// Writes what a supervisor decides into its run's journal stream, in order and once, and outlasts outages of the store: its owner goes on, and
/// hears which events are safe. Started by its owner, which is told everything that <see cref="RecorderNews"/> can say.
/// </summary>
/// <param name="journal">Borrowed.</param>
/// <param name="run">Name of the run.</param>
/// <param name="backlog">Empty, with the supervisor's term and the version of the stream.</param>
/// <param name="owner">Hears the news.</param>
public sealed class RunRecorder(IJournal journal, string run, Backlog backlog, ActorRef<SupervisorMessage> owner) : Actor<RecorderMessage>
{
    /// <summary>
    /// How a recorder is run: on a thread of its own, since SQLite waits for the disk on it; a mailbox that takes what arrives during such
    /// a wait, and tells the sender of one message too many.
    /// </summary>
    public static SpawnOptions Options { get; } = new() { Dispatcher = Dispatcher.Dedicated, Mailbox = new MailboxOptions(16_384, Overflow.FailSender) };

    private readonly string _stream = RunStream.NameOf(run);
    private Backlog _backlog = backlog;

    /// <inheritdoc/>
    protected override void Receive(RecorderMessage message)
    {
        var goneSince = _backlog.GoneSince;
        var keptCount = _backlog.Count;
        var turn = message switch
        {
            RecordEvents record => _backlog.Keep(record.Events),
            AppendAnswered answered => _backlog.Answered(answered.Outcome),
            StreamChecked check => _backlog.Checked(check.Entries),
            JournalFailed { Cause: JournalUnavailableException } => _backlog.Failed(Context.Clock.GetUtcNow()),
            // Anything else is our own mistake, or a journal that this program cannot read; the supervisor's policy decides.
            JournalFailed failed => throw new JournalWriteException($"run {run}: {failed.Cause.Message}", failed.Cause),
            Training.TryAgain => _backlog.TryAgain(),
            _ => new BacklogTurn(_backlog, new BacklogOrder.Rest()),
        };
        _backlog = turn.Next;

        if (goneSince is null && _backlog.GoneSince is not null && message is JournalFailed gone) owner.Tell(new JournalGone(gone.Cause.Message));
        if (goneSince is { } since && _backlog.GoneSince is null) owner.Tell(new JournalBack(Context.Clock.GetUtcNow() - since, keptCount));
        if (!turn.Recorded.IsEmpty) owner.Tell(new EventsRecorded(turn.Recorded));
        Carry(turn.Order);
    }

    private void Carry(BacklogOrder order)
    {
        switch (order)
        {
            case BacklogOrder.Append append:
                Context.PipeToSelf(
                    AppendAsync(append), outcome => new AppendAnswered(outcome), cause => new JournalFailed(cause));
                break;
            case BacklogOrder.Check check:
                Context.PipeToSelf(ReadAsync(check), entries => new StreamChecked(entries), cause => new JournalFailed(cause));
                break;
            case BacklogOrder.Wait wait:
                Context.Timers.StartSingle("again", new TryAgain(), wait.Delay);
                break;
            case BacklogOrder.Stop stop:
                owner.Tell(stop.End);
                break;
        }
    }

    private async Task<AppendOutcome> AppendAsync(BacklogOrder.Append append) =>
        await journal.AppendAsync(_stream, append.ExpectedVersion, _backlog.Term, append.Events, Context.Stopping);

    private async Task<ImmutableArray<JournalEntry>> ReadAsync(BacklogOrder.Check check)
    {
        var entries = ImmutableArray.CreateBuilder<JournalEntry>();
        await foreach (var entry in journal.ReadAsync(_stream, check.FromVersion, Context.Stopping))
        {
            if (entry.Version > check.ToVersion) break;
            entries.Add(entry);
        }

        return entries.ToImmutable();
    }
}

/// <summary>The journal refused a run's events for a reason that waiting does not mend.</summary>
public sealed class JournalWriteException(string message, Exception cause) : Exception(message, cause);
