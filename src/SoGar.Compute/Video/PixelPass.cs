using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>What is done to each pixel of a frame, eight pixels at a time. A struct, so that the pass around it is compiled for it alone.</summary>
internal interface IPixelStep
{
    void Apply(ref Vector256<float> red, ref Vector256<float> green, ref Vector256<float> blue);
}

/// <summary>Runs a step over all pixels of a frame, in place.</summary>
internal static class PixelPass
{
    public static void Run<TStep>(RgbPlanes frame, TStep step)
        where TStep : struct, IPixelStep
    {
        ref var red = ref MemoryMarshal.GetReference(frame.Red);
        ref var green = ref MemoryMarshal.GetReference(frame.Green);
        ref var blue = ref MemoryMarshal.GetReference(frame.Blue);
        var whole = frame.Length - frame.Length % Lanes.Count;
        for (nuint at = 0; at < (nuint)whole; at += Lanes.Count)
        {
            var (r, g, b) = (Vector256.LoadUnsafe(ref red, at), Vector256.LoadUnsafe(ref green, at), Vector256.LoadUnsafe(ref blue, at));
            step.Apply(ref r, ref g, ref b);
            r.StoreUnsafe(ref red, at);
            g.StoreUnsafe(ref green, at);
            b.StoreUnsafe(ref blue, at);
        }

        if (whole < frame.Length)
            Rest(new RgbPlanes(frame.Red[whole..], frame.Green[whole..], frame.Blue[whole..]), step);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rest<TStep>(RgbPlanes rest, TStep step)
        where TStep : struct, IPixelStep
    {
        Span<float> padded = stackalloc float[3 * Lanes.Count];
        padded.Clear();
        rest.Red.CopyTo(padded);
        rest.Green.CopyTo(padded[Lanes.Count..]);
        rest.Blue.CopyTo(padded[(2 * Lanes.Count)..]);
        Run(new RgbPlanes(padded[..Lanes.Count], padded[Lanes.Count..(2 * Lanes.Count)], padded[(2 * Lanes.Count)..]), step);
        padded[..rest.Length].CopyTo(rest.Red);
        padded.Slice(Lanes.Count, rest.Length).CopyTo(rest.Green);
        padded.Slice(2 * Lanes.Count, rest.Length).CopyTo(rest.Blue);
    }
}
