using SoGar.Compute.Methods;
using SoGar.Compute.Optim;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Training;

/// <summary>The teacher of a node as its actor sees it: follows the student of whichever replica reports a step first.</summary>
/// <param name="recipe">Of the run.</param>
/// <param name="state">The weights; freed with the node's devices, after the students that read them.</param>
/// <param name="studentOf">The state of a replica; borrowed.</param>
internal sealed class NodeTeacher(Recipe recipe, TeacherState state, Func<int, StudentState> studentOf) : ITeacher
{
    private readonly Schedules _schedules = new(recipe);

    public ulong Fingerprint { get; private set; } = state.Seal();

    public ulong Advance(long step, int replica)
    {
        state.Follow(studentOf(replica), _schedules.MomentumAt(step));
        return Fingerprint = state.Seal();
    }

    public void Adopt(IStateCopy copy)
    {
        state.Load(((StateCopy)copy).Tensors);
        Fingerprint = state.Seal();
    }

    public void Dispose()
    {
        // The trainers' last steps may still read the weights.
    }
}
