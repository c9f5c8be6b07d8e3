namespace SoGar.Protocol.Ports;

/// <summary>The EMA weights on the devices of one node. Owned by the teacher actor; the node's students read them between its advances.</summary>
public interface ITeacher : IDisposable
{
    /// <summary>Of the weights as they were last computed or adopted.</summary>
    ulong Fingerprint { get; }

    /// <summary>Moves the weights towards the student of a replica, which has applied <paramref name="step"/> and rests meanwhile.</summary>
    /// <returns>The fingerprint of the weights.</returns>
    ulong Advance(long step, int replica);

    /// <summary>Takes over a state in place of the own one; no student computes meanwhile.</summary>
    /// <param name="copy">Borrowed for the call.</param>
    void Adopt(IStateCopy copy);
}
