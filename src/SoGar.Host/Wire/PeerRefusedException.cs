using SoGar.Host.Wire.Frames;

namespace SoGar.Host.Wire;

/// <summary>One side of a handshake did not let the other in; the message says why, to both.</summary>
/// <param name="cause">What did not fit.</param>
/// <param name="reason">In words, with what to do.</param>
/// <param name="told">Whether the other side said so, rather than this one.</param>
internal sealed class PeerRefusedException(Refusal.Types.Cause cause, string reason, bool told) : Exception(reason)
{
    public Refusal.Types.Cause Cause { get; } = cause;

    public bool WasTold { get; } = told;
}
