using System.Runtime.InteropServices;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Checkpoints;

/// <summary>Other real types as float32.</summary>
internal static class SafetensorsFloats
{
    /// <summary>Turns little-endian elements into float32.</summary>
    public delegate void Widen(ReadOnlySpan<byte> elements, Span<float> values);

    /// <summary>How elements of <paramref name="type"/> become float32, or null when they are no real numbers.</summary>
    public static Widen? Widening(DType type) => type switch
    {
        DType.Float16 => FromHalf,
        DType.BFloat16 => FromBFloat16,
        DType.Float64 => FromDouble,
        _ => null,
    };

    private static void FromHalf(ReadOnlySpan<byte> elements, Span<float> values)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(elements);
        for (var i = 0; i < halves.Length; i++)
            values[i] = (float)halves[i];
    }

    // A bfloat16 is the upper half of a float32.
    private static void FromBFloat16(ReadOnlySpan<byte> elements, Span<float> values)
    {
        var halves = MemoryMarshal.Cast<byte, ushort>(elements);
        for (var i = 0; i < halves.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
    }

    private static void FromDouble(ReadOnlySpan<byte> elements, Span<float> values)
    {
        var doubles = MemoryMarshal.Cast<byte, double>(elements);
        for (var i = 0; i < doubles.Length; i++)
            values[i] = (float)doubles[i];
    }
}
