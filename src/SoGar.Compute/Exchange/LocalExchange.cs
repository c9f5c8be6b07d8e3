using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Exchange;

/// <summary>
/// The exchange of trainers within one process: each hands in its accumulator, the last one to arrive merges all of them, everyone reads the same sum.
/// It is the only barrier between trainers. A wait that runs out, contributions to different steps or a <see cref="Break"/> end the exchange for
/// all and for good: the survivors form a new one.
/// </summary>
public sealed class LocalExchange : IExchange
{
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly Gathering _gathering;

    /// <summary>An exchange that waits for its members.</summary>
    /// <param name="members">The trainers that take part, one or more.</param>
    /// <param name="timeout">How long a member waits for its peers.</param>
    /// <param name="time">Measures the wait.</param>
    public LocalExchange(IEnumerable<TrainerId> members, TimeSpan timeout, TimeProvider time)
    {
        (_timeout, _time) = (timeout, time);
        var all = members.ToArray();
        _gathering = new Gathering(string.Join(", ", all.Order()), all, Merge);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="own"/> is no <see cref="ShardAccumulator"/>, or the trainer is no member.</exception>
    public async Task<ExchangedSum> SumAsync(TrainerId member, ExchangeRound round, IContribution own)
    {
        var meeting = _gathering.Arrive(member, round, own);
        try
        {
            var total = await meeting.Completed.Task.WaitAsync(_timeout, _time).ConfigureAwait(false);
            return new ExchangedSum(total, meeting.Drain);
        }
        catch (TimeoutException)
        {
            throw _gathering.Fail($"waited {_timeout.TotalSeconds:0.###} s at step {round.Step} for {string.Join(", ", _gathering.Missing())}");
        }
    }

    /// <inheritdoc/>
    public void Break(string reason) => _gathering.Fail(reason);

    /// <summary>Fails whoever still waits.</summary>
    public void Dispose() => Break("it was closed");

    private void Merge(Gathering.Meeting meeting)
    {
        try
        {
            var total = _gathering.RoomFor(meeting.Parts);
            if (meeting.Parts.Count > 1)
                foreach (var part in meeting.Parts) total.Merge(part);
            _gathering.Complete(meeting, total);
        }
        catch (Exception cause) when (cause is ArgumentException or InvalidOperationException)
        {
            _gathering.Fail($"the contributions to step {meeting.First.Step} do not fit together: {cause.Message}");
        }
    }
}
