using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Exchange;

/// <summary>
/// The exchange of trainers within one process: each hands in its accumulator, the last one to arrive merges all of them, everyone reads the same sum.
/// It is the only barrier between trainers. A wait that runs out, contributions to different steps or a <see cref="Break"/> end the exchange for
/// all and for good: the survivors form a new one.
/// </summary>
/// <param name="members">The trainers that take part, one or more.</param>
/// <param name="timeout">How long a member waits for its peers.</param>
/// <param name="time">Measures the wait.</param>
public sealed class LocalExchange(IEnumerable<TrainerId> members, TimeSpan timeout, TimeProvider time) : IExchange
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<TrainerId, ShardAccumulator?> _arrived = new(members.ToDictionary(member => member, _ => default(ShardAccumulator)));
    private ShardAccumulator? _sum;
    private Meeting? _meeting;
    private ExchangeFailedException? _failure;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="own"/> is no <see cref="ShardAccumulator"/>, or the trainer is no member.</exception>
    public async Task<ExchangedSum> SumAsync(TrainerId member, ExchangeRound round, IContribution own)
    {
        var meeting = Arrive(member, round, own);
        try
        {
            var total = await meeting.Completed.Task.WaitAsync(timeout, time).ConfigureAwait(false);
            return new ExchangedSum(total, meeting.Drain);
        }
        catch (TimeoutException)
        {
            throw Fail($"waited {timeout.TotalSeconds:0.###} s at step {round.Step} for {Missing()}");
        }
    }

    /// <inheritdoc/>
    public void Break(string reason) => Fail(reason);

    /// <summary>Fails whoever still waits.</summary>
    public void Dispose() => Break("it was closed");

    private Meeting Arrive(TrainerId member, ExchangeRound round, IContribution own)
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
            if (earlier is not null)
                throw Fail($"{member} came twice to {round}");
            _arrived[member] = accumulator;
            meeting.Drain |= round.WantsDrain;
            if (_arrived.ContainsValue(null))
                return meeting;
            _meeting = null;
        }

        Merge(meeting);
        return meeting;
    }

    // Outside of the gate: everyone has arrived, so nobody else touches the accumulators, nor reads the sum of the round before.
    private void Merge(Meeting meeting)
    {
        try
        {
            var total = Total();
            foreach (var member in _arrived.Keys.ToArray()) _arrived[member] = null;
            meeting.Completed.TrySetResult(total);
        }
        catch (Exception cause) when (cause is ArgumentException or InvalidOperationException)
        {
            meeting.Completed.TrySetException(Fail($"the contributions to step {meeting.First.Step} do not fit together: {cause.Message}"));
        }
    }

    // Who is alone reads its own sum: no copy of the size of the model.
    private ShardAccumulator Total()
    {
        var first = _arrived.Values.First()!;
        if (_arrived.Count == 1)
            return first;
        if (_sum is null || !_sum.TryBeginLike(first))
            _sum = first.NewLike();
        foreach (var arrived in _arrived.Values) _sum.Merge(arrived!);
        return _sum;
    }

    private ExchangeFailedException Fail(string reason)
    {
        lock (_gate)
        {
            _failure ??= new ExchangeFailedException($"the exchange of {string.Join(", ", _arrived.Keys)} failed: {reason}");
            _meeting?.Completed.TrySetException(_failure);
            _meeting = null;
            return _failure;
        }
    }

    private string Missing()
    {
        lock (_gate)
            return string.Join(", ", _arrived.Where(member => member.Value is null).Select(member => member.Key));
    }

    private sealed class Meeting(TrainerId firstMember, ExchangeRound first)
    {
        public TrainerId FirstMember { get; } = firstMember;

        public ExchangeRound First { get; } = first;

        public bool Drain { get; set; }

        // Continuations run elsewhere: the thread that merges is a trainer's own and must not take over another one's work.
        public TaskCompletionSource<ShardAccumulator> Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
