using System.Diagnostics.CodeAnalysis;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Chance;
using SoGar.TestKit.World;

namespace SoGar.TestKit;

/// <summary>
/// The actors that have something to do; whose turn is next is drawn. One message a turn, so that every order in which threads could
/// have run the actors can come up, while messages of one sender to one recipient stay in order.
/// </summary>
internal sealed class TurnOrder(ulong seed)
{
    private readonly KeyedRandom _chance = KeyedRandom.For(seed, Purpose.Simulation, 1);
    private readonly List<Lane> _ready = [];
    private readonly Lock _lock = new();

    /// <summary>A lane of an actor that lives as long as <paramref name="life"/>; null for one that shares nobody's fate.</summary>
    public ILane OpenLane(ITurn turn, NodeLife? life = null) => new Lane(this, turn, life);

    public bool TryTake([NotNullWhen(true)] out ITurn? turn)
    {
        while (TryDraw(out var lane))
        {
            if (lane.Life?.Admits(lane.Again) != false)
            {
                turn = lane.Turn;
                return true;
            }
        }

        turn = null;
        return false;
    }

    private bool TryDraw([NotNullWhen(true)] out Lane? lane)
    {
        lock (_lock)
        {
            if (_ready.Count == 0)
            {
                lane = null;
                return false;
            }

            var index = _chance.NextInt(_ready.Count);
            lane = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            return true;
        }
    }

    private void Add(Lane lane)
    {
        lock (_lock)
        {
            _ready.Add(lane);
        }
    }

    private sealed class Lane : ILane
    {
        private readonly TurnOrder _order;

        public Lane(TurnOrder order, ITurn turn, NodeLife? life)
        {
            (_order, Turn, Life) = (order, turn, life);
            Again = () => _order.Add(this);
        }

        public ITurn Turn { get; }

        public NodeLife? Life { get; }

        /// <summary>Puts a turn back that came up while its node stood still.</summary>
        public Action Again { get; }

        public void Schedule() => _order.Add(this);

        public void Close()
        {
        }
    }
}
