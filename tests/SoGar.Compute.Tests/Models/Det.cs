using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Models;

/// <summary>The arrays of methods.md, G: element i is sin(0.7 i + seed).</summary>
internal static class Det
{
    public static double[] Array(double seed, params ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var size in shape) count *= size;
        return [.. Enumerable.Range(0, (int)count).Select(i => Math.Sin(0.7 * i + seed))];
    }

    public static Tensor Float64(double seed, params ReadOnlySpan<long> shape) => Tensor.From(Array(seed, shape), shape);

    public static Tensor Float32(double seed, params ReadOnlySpan<long> shape) => Float64(seed, shape).To(DType.Float32);
}
