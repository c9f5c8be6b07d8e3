using SoGar.Protocol.Cluster.Messages;

namespace SoGar.Protocol.Ports;

/// <summary>What a node brings to a run; the actors that own its parts open them on their own threads.</summary>
public interface INodeDevices
{
    /// <summary>What a supervisor has to know of the node; asked again whenever the node offers itself.</summary>
    /// <param name="trainers">Replicas that the node runs.</param>
    NodeOffer Describe(int trainers);

    /// <summary>Steps behind the state that students and teacher are opened with.</summary>
    long Done { get; }

    /// <summary>Loaders that this node runs.</summary>
    int Loaders { get; }

    /// <summary>A source for one loader, which it stays with.</summary>
    IShardSource OpenSource(int loader);

    /// <summary>The node's teacher. Opened before any student.</summary>
    ITeacher OpenTeacher();

    /// <summary>One of the node's replicas; stays on the calling thread.</summary>
    /// <param name="replica">From 0.</param>
    IStudent OpenStudent(int replica);

    /// <summary>The node's side of exchanges; owned by the devices.</summary>
    IExchangeFabric Exchange { get; }

    /// <summary>How states come to this node, and leave it.</summary>
    INodeStates States { get; }

    /// <summary>The run's checkpoints.</summary>
    ICheckpoints Checkpoints { get; }
}
