using SoGar.Actors.Kernel;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>
/// Owns the EMA weights of a node. Follows the first student that reports a step and answers the others from memory, since all
/// students of a generation are equal after a step (G3).
/// </summary>
public sealed class Teacher(Func<ITeacher> open, ActorRef<NodeMessage> node) : Actor<TeacherMessage>
{
    private ITeacher? _weights;
    private TeacherAdvanced? _last;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _weights = open();
        node.Tell(new TeacherOpened(_weights.Fingerprint));
    }

    /// <inheritdoc/>
    protected override void Receive(TeacherMessage message)
    {
        switch (message)
        {
            case StudentAdvanced advanced:
                if (_last?.Step != advanced.Step) _last = new TeacherAdvanced(advanced.Step, _weights!.Advance(advanced.Step, advanced.Replica));
                advanced.Trainer.Tell(_last);
                break;
            case TeachFrom adopt:
                // Steps behind the adopted state will be computed again: what was remembered of them is void.
                _last = null;
                _weights!.Adopt(adopt.Copy);
                node.Tell(new TeacherAdopted(_weights.Fingerprint));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => _weights?.Dispose();
}
