using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Torch;

/// <summary>Which device computes for a replica.</summary>
public static class DeviceChoice
{
    /// <summary>The devices of some replicas, in words.</summary>
    /// <param name="rule">The recipe's <c>device</c>.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidDataException">GPUs are wanted, and libtorch can use none.</exception>
    public static string Describe(DeviceRule rule, int first, int count) =>
        string.Join(", ", Enumerable.Range(first, count).Select(replica => Of(rule, replica)).Distinct());

    /// <summary>The device of a replica.</summary>
    /// <param name="rule">The recipe's <c>device</c>.</param>
    /// <param name="replica">From 0, counted over the processes of a machine that share its GPUs; replicas take them in turn.</param>
    /// <exception cref="InvalidDataException">GPUs are wanted, and libtorch can use none.</exception>
    public static Device Of(DeviceRule rule, int replica) => Of(rule, replica, rule == DeviceRule.Cpu ? 0 : TorchRuntime.CudaCount);

    // No number of GPUs stands for a libtorch that was built without CUDA.
    internal static Device Of(DeviceRule rule, int replica, int? gpus) => (rule, gpus) switch
    {
        (DeviceRule.Cuda, null) => throw new InvalidDataException(
            "device = cuda, but this libtorch was built without CUDA. Give that of a CUDA PyTorch wheel (export SOGAR_TORCH=DIR), or take device = auto"),
        (DeviceRule.Cuda, 0) => throw new InvalidDataException(
            "device = cuda, but libtorch finds no GPU. See whether nvidia-smi lists one and CUDA_VISIBLE_DEVICES leaves it, or take device = auto"),
        (DeviceRule.Cpu, _) or (_, null or 0) => Device.Cpu,
        (_, { } count) => Device.Cuda(replica % count),
    };
}
