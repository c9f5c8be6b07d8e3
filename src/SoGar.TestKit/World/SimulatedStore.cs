using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Protocol.Chance;

namespace SoGar.TestKit.World;

/// <summary>
/// The one database of a simulated world. Every call is a way there, an effect, and a way back; it can be slow, gone, or lose the answer to what
/// took effect, and its caller can be killed before or after any write.
/// </summary>
public sealed partial class SimulatedStore
{
    private readonly Dictionary<string, (int Left, bool Before)> _doomed = new(StringComparer.Ordinal);
    private readonly SimulatedWorld _world;
    private readonly KeyedRandom _chance;

    internal SimulatedStore(SimulatedWorld world, EventTypes types)
    {
        _world = world;
        _chance = world.Chance(4);
        Journal = new MemoryJournal(types, world.Clock);
        Leases = new MemoryLeaseStore(world.Clock);
        Membership = new MemoryMembershipStore(Leases, world.Clock);
    }

    /// <summary>How well it can be used from now on.</summary>
    public StoreWeather Weather { get; set; } = StoreWeather.Calm;

    /// <summary>Calls that took effect so far.</summary>
    public long CallCount { get; private set; }

    /// <summary>What it holds, for tests to look at: the truth, without ways and faults.</summary>
    public MemoryJournal Journal { get; }

    /// <summary>The leases, for tests to look at.</summary>
    public MemoryLeaseStore Leases { get; }

    /// <summary>The membership, for tests to look at.</summary>
    public MemoryMembershipStore Membership { get; }

    /// <summary>Kills a node at one of its next appends.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="nth">Which append, from 1.</param>
    /// <param name="before">Whether the write is lost with it; otherwise it took effect and nobody was told.</param>
    public void KillAtAppend(string node, int nth, bool before) => _doomed[node] = (nth, before);

    /// <summary>Events that a stream of the journal really holds.</summary>
    public long VersionOf(string stream) => HeadOf(stream).Version;

    internal IJournal JournalOf(SimulatedNode node) => new NodeJournal(this, node);

    internal ILeaseStore LeasesOf(SimulatedNode node) => new NodeLeases(this, node);

    internal IMembershipStore MembershipOf(SimulatedNode node) => new NodeMembership(this, node);

    /// <summary>One call of one process: there, the effect, and back.</summary>
    internal Task<TResult> CallAsync<TResult>(SimulatedNode caller, Func<TResult> effect, CancellationToken cancellation, bool isAppend = false)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<TResult>(cancellation);

        // Continuations run where the answer arrives: on the one thread of the world, in the caller's turn where it asked from one.
        var answer = new TaskCompletionSource<TResult>();
        _world.After(Delay(), () => Take(caller, effect, answer, isAppend));
        return answer.Task;
    }

    private void Take<TResult>(SimulatedNode caller, Func<TResult> effect, TaskCompletionSource<TResult> answer, bool isAppend)
    {
        if (caller.HasEnded) return;
        if (Weather.IsGone || _chance.Happens(Weather.Failures))
        {
            Answer(caller, Weather.IsGone ? Weather.Patience : Delay(), () => answer.SetException(Unavailable("cannot be reached")));
            return;
        }

        if (isAppend && IsDoomed(caller, out var before))
        {
            if (!before) effect();
            caller.Kill(before ? "killed before an append" : "killed after an append");
            return;
        }

        CallCount++;
        TResult result;
        try
        {
            result = effect();
        }
        catch (Exception cause)
        {
            Answer(caller, Delay(), () => answer.SetException(cause));
            return;
        }

        if (_chance.Happens(Weather.LostAnswers)) Answer(caller, Weather.Patience, () => answer.SetException(Unavailable("lost the connection")));
        else Answer(caller, Delay(), () => answer.SetResult(result));
    }

    private void Answer(SimulatedNode caller, TimeSpan after, Action answer) => _world.After(after, () => caller.Life.Do(answer));

    private bool IsDoomed(SimulatedNode caller, out bool before)
    {
        before = false;
        if (!_doomed.TryGetValue(caller.Name, out var doom)) return false;
        if (--doom.Left > 0)
        {
            _doomed[caller.Name] = doom;
            return false;
        }

        _doomed.Remove(caller.Name);
        before = doom.Before;
        return true;
    }

    private TimeSpan Delay() => Weather.ShortestDelay + (Weather.LongestDelay - Weather.ShortestDelay) * _chance.NextDouble();

    private static JournalUnavailableException Unavailable(string what) => new($"the simulated store {what}");

    private AppendOutcome Append(SimulatedNode writer, string stream, long expectedVersion, long term, IReadOnlyList<object> events)
    {
        if (_world.Flaws.IgnoresTerms) (expectedVersion, term) = (HeadOf(stream).Version, Math.Max(term, HeadOf(stream).Term));
        if (_world.Flaws.AcknowledgesTooEarly && AppendOutcome.Decide(HeadOf(stream), expectedVersion, term, events.Count) is AppendOutcome.Appended early)
        {
            _world.Tell(new JournalGrew(writer.Id, stream, term, early.Version, [.. events]));
            if (_chance.Happens(0.9)) Hold(stream, expectedVersion, term, events);
            else writer.Kill("killed with writes that were acknowledged and not held");
            return early;
        }

        var outcome = Hold(stream, expectedVersion, term, events);
        _world.Tell(outcome is AppendOutcome.Appended appended
            ? new JournalGrew(writer.Id, stream, term, appended.Version, [.. events])
            : new JournalRefused(writer.Id, stream, outcome));
        return outcome;
    }

    // A memory journal answers at once.
    private AppendOutcome Hold(string stream, long expectedVersion, long term, IReadOnlyList<object> events) =>
        Journal.AppendAsync(stream, expectedVersion, term, events).AsTask().Result;

    private StreamHead HeadOf(string stream) =>
        Journal.StreamsAsync(stream).AsTask().Result.FirstOrDefault(head => head.Stream == stream) ?? StreamHead.Empty(stream);
}
