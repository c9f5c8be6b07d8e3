using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Exchange;

/// <summary>
/// A 64-bit fingerprint of memory at the speed of reading it, for comparing replicas at every step; the SHA-256 of <see cref="Checkpoints.StateDigest"/>
/// is for states at rest. Each of 32 fixed lanes folds its words by steps that are one-to-one both in the lane and in the word, and the lanes
/// are folded in order the same way: a change within one lane, a flipped bit above all, always shows. Not for secrets.
/// </summary>
public static class Fingerprint
{
    private const int StripeBytes = 256;

    /// <summary>The fingerprint of <paramref name="bytes"/>.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var a = Vector512.Create(
            0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3,
            0x589965CC75374CC3);
        var b = ~a;
        var c = a ^ (a >>> 31);
        var d = ~c;

        var whole = MemoryMarshal.Cast<byte, Vector512<ulong>>(bytes[..(bytes.Length / StripeBytes * StripeBytes)]);
        for (var i = 0; i < whole.Length; i += 4)
        {
            a = Fold(a, whole[i]);
            b = Fold(b, whole[i + 1]);
            c = Fold(c, whole[i + 2]);
            d = Fold(d, whole[i + 3]);
        }

        if (bytes.Length % StripeBytes is not 0 and var rest)
        {
            Span<byte> last = stackalloc byte[StripeBytes];
            last.Clear();
            bytes[^rest..].CopyTo(last);
            var stripe = MemoryMarshal.Cast<byte, Vector512<ulong>>(last);
            a = Fold(a, stripe[0]);
            b = Fold(b, stripe[1]);
            c = Fold(c, stripe[2]);
            d = Fold(d, stripe[3]);
        }

        // The length tells a short input from the same one with zeros behind it.
        return Close(Close(Close(Close((ulong)bytes.Length, a), b), c), d);
    }

    // Exclusive-or, rotation and times nine: each undone by its inverse. The carries of the sum keep words from trading places unseen.
    private static Vector512<ulong> Fold(Vector512<ulong> lane, Vector512<ulong> word)
    {
        var mixed = lane ^ word;
        mixed = (mixed << 27) | (mixed >>> 37);
        return mixed + (mixed << 3);
    }

    private static ulong Close(ulong print, Vector512<ulong> lanes)
    {
        for (var lane = 0; lane < Vector512<ulong>.Count; lane++) print = Mix(print ^ lanes[lane]);
        return print;
    }

    private static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 32)) * 0xD6E8FEB86659FD93;
        return word ^ (word >> 29);
    }
}
