using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Ports;

/// <summary>The EMA weights on the devices of one node. Owned by the teacher actor; the node's students read them between its advances.</summary>
public interface ITeacher : IDisposable
{
    /// <summary>Moves the weights towards the student of <paramref name="from"/>, which has applied <paramref name="step"/> and rests meanwhile.</summary>
    /// <returns>The fingerprint of the weights.</returns>
    ulong Advance(long step, TrainerId from);
}
