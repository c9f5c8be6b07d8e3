using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Ports;

/// <summary>What a node brings to a run; the node agent hands its parts to the actors that own them.</summary>
public interface INodeDevices
{
    /// <summary>Loaders that this node runs.</summary>
    int Loaders { get; }

    /// <summary>A source for one loader; called on the loader's thread.</summary>
    IShardSource OpenSource(int loader);

    /// <summary>A replica for <paramref name="trainer"/> in the run's present state; called on the trainer's thread, which the replica stays on.</summary>
    IStudent OpenStudent(TrainerId trainer, ITeacher teacher);

    /// <summary>The node's teacher in the run's present state; called on the teacher's thread, before any student.</summary>
    ITeacher OpenTeacher();

    /// <summary>The exchange of a generation of <paramref name="members"/> trainers of this node.</summary>
    IExchange OpenExchange(int generation, int members);

    /// <summary>The run's checkpoints.</summary>
    ICheckpoints Checkpoints { get; }
}
