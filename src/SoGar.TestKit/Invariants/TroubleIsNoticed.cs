using SoGar.Protocol.Cluster;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>
/// G7: a member of a generation that is gone or stands still is noticed by a sound one within the detection time; and when faults have ended and
/// a node lives, the run ends within a bounded time (which the storm checks by waiting no longer).
/// </summary>
public sealed class TroubleIsNoticed : Invariant
{
    /// <summary>What noticing may take beyond the detection time: the way of the news, and one look of the exchange.</summary>
    private const double Slack = 1.5;

    private readonly Dictionary<NodeId, TimeSpan> _since = [];
    private int _generation;
    private int _brokenGeneration;

    /// <inheritdoc/>
    public override string Name => "G7";

    /// <inheritdoc/>
    public override string Promise => "a generation that cannot proceed is noticed within the detection time, and with one trainer left the run goes on";

    /// <inheritdoc/>
    public override string? Observe(WorldEvent happened, RunFacts facts)
    {
        if (_generation != facts.Generation)
        {
            _generation = facts.Generation;
            foreach (var still in _since.Keys.ToList()) _since[still] = facts.Now;
        }

        switch (happened)
        {
            case NodeKilled killed when facts.Members.Contains(killed.Node):
                _since.TryAdd(killed.Node, facts.Now);
                break;
            case NodePaused paused when facts.Members.Contains(paused.Node):
                _since.TryAdd(paused.Node, facts.Now);
                break;
            case NodeResumed resumed:
                // While everybody stood still nobody could notice, and time counts anew for those that are still gone.
                _since.Remove(resumed.Node);
                foreach (var still in _since.Keys.ToList()) _since[still] = facts.Now;
                break;
            case PeerLost lost when facts.Members.Contains(lost.Peer):
            case ExchangeBroke:
                // That it cannot proceed is known: whoever goes silent until the next one begins is missed by nobody.
                _brokenGeneration = _generation;
                _since.Clear();
                break;
            case NodeStarted:
                _since.Clear();
                break;
        }

        foreach (var (node, since) in _since)
        {
            if (facts.HasFinished || _brokenGeneration == _generation || facts.Now - since <= facts.World.Detection * Slack) continue;
            if (!facts.Members.Contains(node) || facts.Members.All(facts.World.IsSilent)) continue;
            return $"{node} has been silent since {since:mm\\:ss\\.fff} and nobody has noticed within {facts.World.Detection.TotalSeconds:0.0} s";
        }

        return null;
    }

    /// <inheritdoc/>
    public override string? Conclude(RunFacts facts) => facts.HasFinished
        ? null
        : $"the run stands at step {facts.Committed.Count} of {facts.Undisturbed.Recipe.Steps} " +
            $"({facts.History.Status}{(facts.History.Explanation.Length > 0 ? ": " : "")}{facts.History.Explanation}), long after the last fault was over";
}
