using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SoGar.Compute.Video;

/// <summary>
/// Steps of picture arithmetic on eight floats at a time. The width is fixed, whatever the processor offers, so that sums are grouped and
/// rounded alike on every machine.
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>Floats of one vector.</summary>
    public const int Count = 8;

    /// <summary>The least multiple of <see cref="Count"/> that holds <paramref name="length"/> floats.</summary>
    public static int Padded(int length) => (length + Count - 1) & -Count;

    /// <summary>Eight bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FromBytes(byte* bytes)
    {
        var eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(bytes)).AsByte();
        if (Avx2.IsSupported)
            return Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(eight));
        var (low, high) = Vector128.Widen(Vector128.WidenLower(eight));
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }

    /// <summary>Between 0 and 1; what is not a number becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clamp01(Vector256<float> x) => Vector256.MinNative(Vector256.MaxNative(x, Vector256<float>.Zero), Vector256<float>.One);

    /// <summary>Exchanges rows and columns of the 8 x 8 floats whose rows lie <paramref name="sourceStride"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* source, int sourceStride, float* target, int targetStride)
    {
        if (Avx.IsSupported)
            TransposeAvx(source, sourceStride, target, targetStride);
        else
            TransposePlain(source, sourceStride, target, targetStride);
    }

    private static void TransposePlain(float* source, int sourceStride, float* target, int targetStride)
    {
        for (var row = 0; row < Count; row++)
        {
            for (var column = 0; column < Count; column++)
                target[column * targetStride + row] = source[row * sourceStride + column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeAvx(float* source, int stride, float* target, int targetStride)
    {
        var r0 = Avx.LoadVector256(source);
        var r1 = Avx.LoadVector256(source + stride);
        var r2 = Avx.LoadVector256(source + 2 * stride);
        var r3 = Avx.LoadVector256(source + 3 * stride);
        var r4 = Avx.LoadVector256(source + 4 * stride);
        var r5 = Avx.LoadVector256(source + 5 * stride);
        var r6 = Avx.LoadVector256(source + 6 * stride);
        var r7 = Avx.LoadVector256(source + 7 * stride);

        // Pairs of rows, then pairs of pairs, then the two halves of each vector.
        var (a0, a1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        var (a2, a3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (a4, a5) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5));
        var (a6, a7) = (Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (b0, b1) = (Avx.Shuffle(a0, a2, 0x44), Avx.Shuffle(a0, a2, 0xEE));
        var (b2, b3) = (Avx.Shuffle(a1, a3, 0x44), Avx.Shuffle(a1, a3, 0xEE));
        var (b4, b5) = (Avx.Shuffle(a4, a6, 0x44), Avx.Shuffle(a4, a6, 0xEE));
        var (b6, b7) = (Avx.Shuffle(a5, a7, 0x44), Avx.Shuffle(a5, a7, 0xEE));
        Avx.Store(target, Avx.Permute2x128(b0, b4, 0x20));
        Avx.Store(target + targetStride, Avx.Permute2x128(b1, b5, 0x20));
        Avx.Store(target + 2 * targetStride, Avx.Permute2x128(b2, b6, 0x20));
        Avx.Store(target + 3 * targetStride, Avx.Permute2x128(b3, b7, 0x20));
        Avx.Store(target + 4 * targetStride, Avx.Permute2x128(b0, b4, 0x31));
        Avx.Store(target + 5 * targetStride, Avx.Permute2x128(b1, b5, 0x31));
        Avx.Store(target + 6 * targetStride, Avx.Permute2x128(b2, b6, 0x31));
        Avx.Store(target + 7 * targetStride, Avx.Permute2x128(b3, b7, 0x31));
    }
}
