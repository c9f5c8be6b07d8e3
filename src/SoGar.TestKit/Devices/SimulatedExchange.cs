using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.TestKit.Devices;

/// <summary>Adds what all members bring, in whatever order they come.</summary>
internal sealed class SimulatedExchange(int members) : IExchange
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource<ExchangedSum>> _waiting = [];
    private (TrainerId Member, ExchangeRound Round)? _first;
    private ulong _sum;
    private bool _drain;
    private string? _broken;

    public Task<ExchangedSum> SumAsync(TrainerId member, ExchangeRound round, IContribution own)
    {
        lock (_lock)
        {
            if (_broken is not null) return Task.FromException<ExchangedSum>(new ExchangeFailedException(_broken));
            var first = _first ??= (member, round);
            if (first.Round.State != round.State)
            {
                Break($"G3: before step {round.Step} {member} holds {round.State}, {first.Member} holds {first.Round.State}");
                return Task.FromException<ExchangedSum>(new ExchangeFailedException(_broken!));
            }

            var mine = new TaskCompletionSource<ExchangedSum>(TaskCreationOptions.RunContinuationsAsynchronously);
            _sum += ((SimulatedContribution)own).Words;
            _drain |= round.WantsDrain;
            _waiting.Add(mine);
            if (_waiting.Count == members) Complete();
            return mine.Task;
        }
    }

    public void Break(string reason)
    {
        lock (_lock)
        {
            _broken ??= reason;
            foreach (var waiting in _waiting) waiting.SetException(new ExchangeFailedException(_broken));
            _waiting.Clear();
        }
    }

    public void Dispose() => Break("the exchange is closed");

    private void Complete()
    {
        var total = new ExchangedSum(new SimulatedContribution { Words = _sum }, _drain);
        foreach (var waiting in _waiting) waiting.SetResult(total);
        _waiting.Clear();
        (_sum, _drain, _first) = (0, false, null);
    }
}
