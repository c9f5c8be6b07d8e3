using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Protocol.Ports;

/// <summary>What a node brings to a run; the actors that own its parts open them on their own threads.</summary>
public interface INodeDevices
{
    /// <summary>Loaders that this node runs.</summary>
    int Loaders { get; }

    /// <summary>A source for one loader, which it stays with.</summary>
    IShardSource OpenSource(int loader);

    /// <summary>The node's teacher in the run's present state. Opened before any student.</summary>
    ITeacher OpenTeacher();

    /// <summary>A replica for <paramref name="trainer"/> in the run's present state; stays on the calling thread.</summary>
    IStudent OpenStudent(TrainerId trainer);

    /// <summary>The exchange of a generation; the same object for all its trainers on this node.</summary>
    IExchange OpenExchange(int generation, ShardPlan plan);

    /// <summary>The run's checkpoints.</summary>
    ICheckpoints Checkpoints { get; }
}
