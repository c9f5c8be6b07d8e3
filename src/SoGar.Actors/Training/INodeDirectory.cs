using System.Collections.Immutable;
using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Training;

/// <summary>Where a supervisor learns which nodes there are. Asked again and again; an outage costs new nodes time, nothing else.</summary>
public interface INodeDirectory
{
    /// <summary>The nodes that may be there: those that neither left nor were declared lost.</summary>
    Task<ImmutableArray<NodeAddress>> ListAsync(CancellationToken stopping);

    /// <summary>Says for good that this life of a node is over.</summary>
    Task DeclareLostAsync(NodeId node, string reason, CancellationToken stopping);
}

/// <summary>The directory of a run that lives in one process.</summary>
public sealed class SoleNode(NodeAddress self) : INodeDirectory
{
    /// <inheritdoc/>
    public Task<ImmutableArray<NodeAddress>> ListAsync(CancellationToken stopping) => Task.FromResult<ImmutableArray<NodeAddress>>([self]);

    /// <inheritdoc/>
    public Task DeclareLostAsync(NodeId node, string reason, CancellationToken stopping) => Task.CompletedTask;
}
