using SoGar.Protocol.Cluster;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>G8: a process that does not know the token of the run is neither heard nor given any state.</summary>
public sealed class StrangersStayOut : Invariant
{
    /// <inheritdoc/>
    public override string Name => "G8";

    /// <inheritdoc/>
    public override string Promise => "no unauthenticated peer joins, reads state, or is sent any";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts) => happened switch
    {
        MessageHeard heard when AreStrangers(heard.From, heard.To, facts) =>
            $"{heard.To} heard {heard.Message.GetType().Name} from {heard.From}, who has another token",
        StateRead read when AreStrangers(read.Donor, read.Reader, facts) => $"{read.Reader}, who has another token, was given the state of {read.Donor}",
        _ => null,
    };

    private static bool AreStrangers(NodeId one, NodeId other, RunFacts facts) =>
        facts.World.Find(one) is { } first && facts.World.Find(other) is { } second && first.Token != second.Token;
}
