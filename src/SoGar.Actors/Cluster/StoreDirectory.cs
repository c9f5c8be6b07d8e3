using System.Collections.Immutable;
using SoGar.Actors.Journal;
using SoGar.Actors.Training;
using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Cluster;

/// <summary>The nodes of a run as the membership store has them.</summary>
/// <param name="members">Borrowed.</param>
/// <param name="lease">The supervisor's; the store takes its word for a loss only while no newer term was granted (G2).</param>
/// <param name="longestSilence">Rows whose processes have been silent for longer were left by processes that died unseen; null where nothing beats.</param>
public sealed class StoreDirectory(IMembershipStore members, Lease lease, TimeSpan? longestSilence = null) : INodeDirectory
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<NodeAddress>> ListAsync(CancellationToken stopping) =>
        [.. (await members.ListAsync(stopping)).Where(member => member.IsPresent && !(member.Silence > longestSilence)).Select(member => member.Address)];

    /// <inheritdoc/>
    public async Task DeclareLostAsync(NodeId node, string reason, CancellationToken stopping) => await members.MarkLostAsync(node, reason, lease, stopping);
}
