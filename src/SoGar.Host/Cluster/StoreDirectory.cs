using System.Collections.Immutable;
using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Training;
using SoGar.Protocol.Cluster;

namespace SoGar.Host.Cluster;

/// <summary>The nodes that the store knows, as a supervisor looks for them.</summary>
/// <param name="members">Borrowed.</param>
/// <param name="lease">The supervisor's; the store takes its word for a loss only while no newer term was granted (G2).</param>
internal sealed class StoreDirectory(IMembershipStore members, Lease lease) : INodeDirectory
{
    /// <summary>A row whose process has been silent for longer is a process that died unseen; it is not called upon.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    public async Task<ImmutableArray<NodeAddress>> ListAsync(CancellationToken stopping) =>
        [.. (await members.ListAsync(stopping)).Where(member => member.IsPresent && member.Silence < LongestSilence).Select(member => member.Address)];

    public async Task DeclareLostAsync(NodeId node, string reason, CancellationToken stopping) => await members.MarkLostAsync(node, reason, lease, stopping);
}
