using Microsoft.Extensions.Logging;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Host.Wire;
using SoGar.Protocol.Cluster;

namespace SoGar.Host.Cluster;

/// <summary>
/// Tells the store that a node is there, and hears from it what others want of the node. Nothing depends on its pace: who has failed is noticed over
/// the control lane, and a store that is away costs nobody anything.
/// </summary>
internal sealed class Heartbeat(IMembershipStore members, NodeId node, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Beats until the store refuses it or <paramref name="stopping"/>.</summary>
    /// <param name="state">Where the node stands now.</param>
    /// <param name="onDrain">Called when somebody asks the node to drain; perhaps more than once.</param>
    /// <param name="stopping">Ends it without a word.</param>
    /// <returns>Why the store refuses it; null when it was stopped.</returns>
    public async Task<MembershipOutcome.Refused?> BeatAsync(Func<NodeState> state, Action<string> onDrain, CancellationToken stopping)
    {
        using var beats = new PeriodicTimer(Period, clock);
        var isAway = false;
        try
        {
            do
            {
                try
                {
                    var outcome = await members.HeartbeatAsync(node, state(), stopping);
                    if (outcome is MembershipOutcome.Refused refused) return refused;
                    if (outcome is MembershipOutcome.Accepted { Member: { IsDrainAsked: true } member }) onDrain(member.Explanation);
                    if (isAway) log.StoreBack();
                    isAway = false;
                }
                catch (JournalUnavailableException away)
                {
                    if (!isAway) log.StoreAway(away.Message);
                    isAway = true;
                }
            }
            while (await beats.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // The life it speaks for is over.
        }

        return null;
    }
}
