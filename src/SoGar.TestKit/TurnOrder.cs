using System.Diagnostics.CodeAnalysis;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Chance;

namespace SoGar.TestKit;

/// <summary>
/// The actors that have something to do; whose turn is next is drawn. One message a turn, so that every order in which threads could
/// have run the actors can come up, while messages of one sender to one recipient stay in order.
/// </summary>
internal sealed class TurnOrder(ulong seed)
{
    private readonly KeyedRandom _chance = KeyedRandom.For(seed, Purpose.Simulation, 1);
    private readonly List<ITurn> _ready = [];

    public ILane OpenLane(ITurn turn) => new Lane(this, turn);

    public bool TryTake([NotNullWhen(true)] out ITurn? turn)
    {
        lock (_ready)
        {
            if (_ready.Count == 0)
            {
                turn = null;
                return false;
            }

            var index = _chance.NextInt(_ready.Count);
            turn = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            return true;
        }
    }

    private void Add(ITurn turn)
    {
        lock (_ready)
        {
            _ready.Add(turn);
        }
    }

    private sealed class Lane(TurnOrder order, ITurn turn) : ILane
    {
        public void Schedule() => order.Add(turn);

        public void Close()
        {
        }
    }
}
