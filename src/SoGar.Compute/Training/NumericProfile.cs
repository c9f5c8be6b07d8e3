using SoGar.Compute.Exchange.Nccl;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Training;

/// <summary>What the bits of a run depend on beside its recipe and videos: two processes of one profile compute the same (G5).</summary>
public static class NumericProfile
{
    /// <summary>The profile of this process, in words that people can compare.</summary>
    /// <param name="recipe">Of the run.</param>
    /// <param name="firstGpu">GPU of the first replica, where there are some; it stands for the others.</param>
    /// <exception cref="InvalidDataException">GPUs are wanted, and libtorch can use none.</exception>
    public static string Of(Recipe recipe, int firstGpu = 0) => Of(recipe, DeviceChoice.Of(recipe.Device, firstGpu));

    internal static string Of(Recipe recipe, Device device)
    {
        var computes = device.Type == DeviceType.Cpu
            ? $"cpu {ProcessorModel.Here?.ToString() ?? "baseline"}, {Precision(recipe)}, {recipe.Threads} thread{(recipe.Threads == 1 ? "" : "s")} a trainer"
            : $"cuda {GpuFacts.ArchitectureOf(device.Index)}, {Precision(recipe)}";
        return $"{computes}, libtorch {TorchRuntime.Version}";
    }

    private static string Precision(Recipe recipe) => recipe.Precision.ToString().ToLowerInvariant();
}
