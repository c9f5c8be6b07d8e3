using SoGar.Actors.Kernel;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>
/// Owns the EMA weights of a node. Follows the first student that reports a step and answers the others from memory, since all
/// students of a generation are equal after a step (G3).
/// </summary>
public sealed class Teacher(Func<ITeacher> open) : Actor<TeacherMessage>
{
    private ITeacher? _weights;
    private TeacherAdvanced? _last;

    /// <inheritdoc/>
    protected override void PreStart() => _weights = open();

    /// <inheritdoc/>
    protected override void Receive(TeacherMessage message)
    {
        if (message is not StudentAdvanced advanced) return;
        if (_last?.Step != advanced.Step) _last = new TeacherAdvanced(advanced.Step, _weights!.Advance(advanced.Step, advanced.From));
        advanced.Trainer.Tell(_last);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _weights?.Dispose();
}
