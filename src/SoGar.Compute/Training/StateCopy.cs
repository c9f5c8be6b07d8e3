using SoGar.Compute.Checkpoints;
using SoGar.Protocol.Ports;

namespace SoGar.Compute.Training;

/// <summary>A whole state in managed memory.</summary>
/// <param name="Done">Steps that the state has behind it.</param>
/// <param name="Tensors">All of it, by name.</param>
internal sealed record StateCopy(long Done, IReadOnlyDictionary<string, StateTensor> Tensors) : IStateCopy
{
    public void Dispose()
    {
        // Arrays of the managed heap.
    }
}
