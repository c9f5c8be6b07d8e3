using SoGar.Protocol.Cluster;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>G2: once a term has written, no older one does; and nobody writes in a term that was granted to another.</summary>
public sealed class OneSupervisorWrites : Invariant
{
    private readonly Dictionary<long, NodeId> _holders = [];
    private long _newest;

    /// <inheritdoc/>
    public override string Name => "G2";

    /// <inheritdoc/>
    public override string Promise => "at most one supervisor's writes take effect";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts)
    {
        switch (happened)
        {
            case LeaseHeld held when held.Lease.Name == facts.Stream:
                if (_holders.TryGetValue(held.Lease.Term, out var holder) && holder != held.By)
                    return $"term {held.Lease.Term} was granted to {holder} and to {held.By}";
                _holders[held.Lease.Term] = held.By;
                return null;
            case JournalGrew grew when grew.Stream == facts.Stream:
                if (grew.Term < _newest) return $"{grew.Writer} wrote in term {grew.Term} after term {_newest} had written";
                if (_holders.GetValueOrDefault(grew.Term) is var owner && owner != grew.Writer)
                    return $"{grew.Writer} wrote in term {grew.Term}, which {(owner is null ? "nobody was granted" : $"was granted to {owner}")}";
                _newest = grew.Term;
                return null;
            default:
                return null;
        }
    }
}
