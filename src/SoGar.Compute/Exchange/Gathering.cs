using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Exchange;

/// <summary>
/// Where the trainers of one process bring their accumulators, round after round. Once all have come the round is whole, and whoever
/// runs the gathering adds up what they brought and hands everyone the same sum. A failure ends it for all and for good.
/// </summary>
/// <param name="name">Who takes part, for messages.</param>
/// <param name="members">The trainers of this process, one or more.</param>
/// <param name="whole">Called on the thread of the one who came last.</param>
internal sealed class Gathering(string name, IEnumerable<TrainerId> members, Action<Gathering.Meeting> whole)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<TrainerId, ShardAccumulator?> _arrived = new(members.ToDictionary(member => member, _ => default(ShardAccumulator)));
    private ShardAccumulator? _sum;
    private Meeting? _meeting;
    private ExchangeFailedException? _failure;

    /// <summary>Brings what a trainer has.</summary>
    /// <exception cref="ArgumentException"><paramref name="own"/> is no <see cref="ShardAccumulator"/>, or the trainer is no member.</exception>
    /// <exception cref="ExchangeFailedException">The gathering has failed, or does so now.</exception>
    public Meeting Arrive(TrainerId member, ExchangeRound round, IContribution own)
    {
        if (own is not ShardAccumulator accumulator)
            throw new ArgumentException($"a {own.GetType().Name} is not an accumulator of this exchange", nameof(own));
        Meeting meeting;
        lock (_gate)
        {
            if (_failure is { } failure)
                throw failure;
            if (!_arrived.TryGetValue(member, out var earlier))
                throw new ArgumentException($"trainer {member} is not a member of this exchange; {string.Join(", ", _arrived.Keys)} are", nameof(member));
            meeting = _meeting ??= new Meeting(member, round);
            if (meeting.First.Step != round.Step || meeting.First.Attempt != round.Attempt)
                throw Fail($"{member} came with {round} while others are at {meeting.First}");
            if (meeting.First.State != round.State)
                throw Fail($"G3: before step {round.Step} {member} holds {round.State}, {meeting.FirstMember} holds {meeting.First.State}");
            if (earlier is not null || meeting.Parts.Count > 0)
                throw Fail($"{member} came twice to {round}");
            _arrived[member] = accumulator;
            meeting.Drain |= round.WantsDrain;
            if (_arrived.ContainsValue(null))
                return meeting;
            // Nobody touches the accumulators any more, nor reads the sum of the round before.
            meeting.Parts = [.. _arrived.Values.Select(arrived => arrived!)];
            foreach (var each in _arrived.Keys.ToArray()) _arrived[each] = null;
        }

        whole(meeting);
        return meeting;
    }

    /// <summary>Hands <paramref name="total"/> to all who came.</summary>
    public void Complete(Meeting meeting, ShardAccumulator total)
    {
        lock (_gate)
        {
            if (_meeting == meeting) _meeting = null;
        }

        meeting.Completed.TrySetResult(total);
    }

    /// <summary>An accumulator for the sum of <paramref name="parts"/>, empty; the part itself where it is alone: no copy of the size of the model.</summary>
    public ShardAccumulator RoomFor(IReadOnlyList<ShardAccumulator> parts)
    {
        if (parts is [var only])
            return only;
        if (_sum is null || !_sum.TryBeginLike(parts[0]))
            _sum = parts[0].NewLike();
        return _sum;
    }

    /// <summary>Fails whoever waits and whoever comes later. The first failure stands.</summary>
    public ExchangeFailedException Fail(string reason) => Fail(new ExchangeFailedException($"the exchange of {name} failed: {reason}"));

    /// <summary>Fails whoever waits and whoever comes later. The first failure stands.</summary>
    public ExchangeFailedException Fail(ExchangeFailedException failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            _meeting?.Completed.TrySetException(_failure);
            _meeting = null;
            return _failure;
        }
    }

    /// <summary>Members that have not come to the round that is open; empty where all have.</summary>
    public IReadOnlyList<TrainerId> Missing()
    {
        lock (_gate)
            return _meeting is null or { Parts.Count: > 0 } ? [] : [.. _arrived.Where(member => member.Value is null).Select(member => member.Key)];
    }

    /// <summary>One round.</summary>
    internal sealed class Meeting(TrainerId firstMember, ExchangeRound first)
    {
        /// <summary>Who came first.</summary>
        public TrainerId FirstMember { get; } = firstMember;

        /// <summary>What it came with; the others agree in all but the wish to drain.</summary>
        public ExchangeRound First { get; } = first;

        /// <summary>Whether anybody wants to stop after this step.</summary>
        public bool Drain { get; set; }

        /// <summary>What the members brought, in their order; empty until all have come.</summary>
        public IReadOnlyList<ShardAccumulator> Parts { get; set; } = [];

        /// <summary>Ends with the sum. Continuations run elsewhere: who completes it must not take over the work of who waits.</summary>
        public TaskCompletionSource<ShardAccumulator> Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
