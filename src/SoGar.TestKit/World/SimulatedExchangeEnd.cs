using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.World;

/// <summary>One process's end of an exchange: gathers its own trainers, then waits for its peers, but never for longer than it was told to.</summary>
internal sealed class SimulatedExchangeEnd : IExchange
{
    /// <summary>Looks at the peers within one detection time.</summary>
    private const int LooksPerDetection = 8;

    private readonly SortedDictionary<TrainerId, Waiting> _waiting = [];
    private readonly Dictionary<NodeId, TimeSpan> _silence = [];
    private readonly SimulatedWorld _world;
    private readonly SimulatedNode _node;
    private readonly ExchangeGroup _group;
    private readonly ExchangeTimes _times;
    private readonly ExchangeMember _self;
    private ITimer? _look;
    private TimeSpan _waited;
    private ExchangeFailedException? _failure;
    private bool _isSent;

    public SimulatedExchangeEnd(SimulatedWorld world, SimulatedNode node, ExchangeGroup group, ExchangeMember self, ExchangeTimes times)
    {
        (_world, _node, _group, _self, _times) = (world, node, group, self, times);
        group.Join(this, node.Life);
    }

    public NodeId Node => _node.Id;

    /// <summary>Whether its trainers wait for a sum.</summary>
    public bool IsWaiting => _isSent && _failure is null && !_node.HasEnded;

    /// <summary>Whether it gave up.</summary>
    public bool HasFailed => _failure is not null;

    private TimeSpan Period => _times.Detection / LooksPerDetection;

    public Task<ExchangedSum> SumAsync(TrainerId member, ExchangeRound round, IContribution own)
    {
        if (_node.HasEnded) return new TaskCompletionSource<ExchangedSum>().Task;
        if (_failure is not null) return Task.FromException<ExchangedSum>(_failure);
        var waiting = new Waiting(round, (SimulatedContribution)own);
        if (!_waiting.TryAdd(member, waiting)) return Task.FromException<ExchangedSum>(Failure($"{member} came twice to {round}", null));
        if (_waiting.Count == _self.Trainers.Length) Send();
        return waiting.Sum.Task;
    }

    public void Break(string reason)
    {
        if (_failure is not null) return;
        Fail(reason, null);
        _group.FailOthers(Node, $"{Node} left the exchange: {reason}", null);
    }

    public void Dispose() => Break("the exchange is closed");

    /// <summary>The sum has begun, in the memory of what was brought.</summary>
    public void Spend()
    {
        foreach (var waiting in _waiting.Values) waiting.Own.Spend();
    }

    /// <summary>The sum arrives; it is of no use to an end that has given up.</summary>
    public void Receive(ExchangeRound round, ExchangedSum sum) => _node.Life.Do(() =>
    {
        if (_failure is not null || !_isSent || _waiting.Values.Any(waiting => waiting.Round.Step != round.Step)) return;
        var waiting = Rest();
        foreach (var one in waiting) one.Sum.SetResult(sum);
    });

    public void Fail(string reason, NodeId? suspect) => _node.Life.Do(() =>
    {
        if (_failure is not null) return;
        _failure = Failure(reason, suspect);
        _world.Tell(new ExchangeBroke(Node, _group.Generation, reason, suspect));
        foreach (var one in Rest()) one.Sum.SetException(_failure);
    });

    /// <summary>All trainers of this process have come: their sum goes out once the slowest has computed.</summary>
    private void Send()
    {
        var rounds = _waiting.Values.Select(waiting => waiting.Round).ToList();
        if (rounds.Any(round => (round.Step, round.Attempt, round.State) != (rounds[0].Step, rounds[0].Attempt, rounds[0].State))
            && !_world.Flaws.SumsUnequalStates)
        {
            var odd = _waiting.First(waiting => waiting.Value.Round.State != rounds[0].State).Key;
            Break($"G3: before step {rounds[0].Step} {odd} holds another state than {_waiting.First().Key}");
            return;
        }

        _isSent = true;
        var sum = SimulatedContribution.Sum(_waiting.Values.Select(waiting => waiting.Own));
        var round = rounds[0] with { WantsDrain = rounds.Any(each => each.WantsDrain) };
        _waited = TimeSpan.Zero;
        _silence.Clear();
        _look ??= _node.Clock.CreateTimer(_ => Look(), null, Period, Period);
        _look.Change(Period, Period);
        _world.After(_node.TakeComputeTime(), () => _node.Life.Do(() =>
        {
            if (_failure is null) _group.Arrive(this, round, sum);
        }));
    }

    /// <summary>Counts for how long each peer has been out of reach, as far as this process was there to notice.</summary>
    private void Look()
    {
        if (!_isSent || _failure is not null || _world.Flaws.NeverAlarmed) return;
        _waited += Period;
        foreach (var peer in _group.Members.Select(member => member.Node).Where(peer => peer != Node))
        {
            var isSilent = _world.IsSilent(peer) || _world.Network.IsCut(Node.Name, peer.Name) || _world.Network.IsCut(peer.Name, Node.Name);
            _silence[peer] = isSilent ? _silence.GetValueOrDefault(peer) + Period : TimeSpan.Zero;
            if (_silence[peer] < _times.Detection) continue;
            Break($"nothing was heard from {peer} for {_times.Detection.TotalSeconds:0.#} s", peer);
            return;
        }

        if (_waited >= _times.Arrival) Break($"waited {_waited.TotalSeconds:0.#} s for {string.Join(", ", _group.Missing)}", null);
    }

    private void Break(string reason, NodeId? suspect)
    {
        if (_failure is not null) return;
        Fail(reason, suspect);
        _group.FailOthers(Node, $"{Node} left the exchange: {reason}", suspect);
    }

    private List<Waiting> Rest()
    {
        _isSent = false;
        _look?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        List<Waiting> waiting = [.. _waiting.Values];
        _waiting.Clear();
        return waiting;
    }

    private static ExchangeFailedException Failure(string reason, NodeId? suspect) => new(reason) { Suspect = suspect };

    private sealed record Waiting(ExchangeRound Round, SimulatedContribution Own)
    {
        // Ends where it is completed, on the one thread of the world; who waits in an actor hears of it in its turn.
        public TaskCompletionSource<ExchangedSum> Sum { get; } = new();
    }
}
