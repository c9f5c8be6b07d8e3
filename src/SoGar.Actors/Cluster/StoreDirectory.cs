using System.Collections.Immutable;
using SoGar.Actors.Journal;
using SoGar.Actors.Training;
using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Cluster;

/// <summary>The nodes of a run as the membership store has them.</summary>
/// <param name="members">Borrowed.</param>
/// <param name="lease">The supervisor's; only its holder may declare nodes lost (G2).</param>
public sealed class StoreDirectory(IMembershipStore members, Lease lease) : INodeDirectory
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<NodeAddress>> ListAsync(CancellationToken stopping) =>
        [.. (await members.ListAsync(stopping)).Where(member => member.IsPresent).Select(member => member.Address)];

    /// <inheritdoc/>
    public async Task DeclareLostAsync(NodeId node, string reason, CancellationToken stopping) => await members.MarkLostAsync(node, reason, lease, stopping);
}
