using System.Runtime.InteropServices;
using SoGar.Compute.Exchange;
using SoGar.Compute.Optim;

namespace SoGar.Compute.Methods;

/// <summary>One fingerprint over several buffers.</summary>
internal static class Prints
{
    public static ulong Of(params ReadOnlySpan<FlatBuffer> buffers)
    {
        Span<ulong> prints = stackalloc ulong[buffers.Length];
        for (var i = 0; i < buffers.Length; i++) prints[i] = Fingerprint.Of(MemoryMarshal.AsBytes(buffers[i].Floats));
        return Fingerprint.Of(MemoryMarshal.AsBytes(prints));
    }
}
