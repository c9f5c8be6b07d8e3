using System.Runtime.Intrinsics.X86;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Training;

/// <summary>What the bits of a run depend on beside its recipe and videos: two processes of one profile compute the same (G5).</summary>
public static class NumericProfile
{
    /// <summary>The profile of this process, in words that people can compare.</summary>
    public static string Of(Recipe recipe) =>
        $"cpu {Instructions()}, {recipe.Precision.ToString().ToLowerInvariant()}, {recipe.Threads} thread{(recipe.Threads == 1 ? "" : "s")} a trainer, libtorch {TorchRuntime.Version}";

    // The kernels of libtorch and OpenBLAS are chosen by these, and add in another order for another vector width.
    private static string Instructions() =>
        Avx512BW.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "baseline";
}
