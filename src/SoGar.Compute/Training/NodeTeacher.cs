using SoGar.Compute.Methods;
using SoGar.Compute.Optim;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Training;

/// <summary>The teacher of a node as its actor sees it: follows the student of whichever trainer reports a step first.</summary>
/// <param name="recipe">Of the run.</param>
/// <param name="state">The weights; freed with the node's devices, after the students that read them.</param>
/// <param name="studentOf">The state of a trainer's student; borrowed.</param>
internal sealed class NodeTeacher(Recipe recipe, TeacherState state, Func<TrainerId, StudentState> studentOf) : ITeacher
{
    private readonly Schedules _schedules = new(recipe);

    public ulong Advance(long step, TrainerId from)
    {
        state.Follow(studentOf(from), _schedules.MomentumAt(step));
        return state.Fingerprint;
    }

    public void Dispose()
    {
        // The trainers' last steps may still read the weights.
    }
}
