using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Torch;

/// <summary>Which device computes for a replica.</summary>
public static class DeviceChoice
{
    /// <summary>The device of a replica of this process.</summary>
    /// <param name="rule">The recipe's <c>device</c>.</param>
    /// <param name="replica">From 0; replicas take the GPUs in turn.</param>
    /// <exception cref="InvalidDataException">GPUs are wanted, and libtorch can use none.</exception>
    public static Device Of(DeviceRule rule, int replica) => Of(rule, replica, rule == DeviceRule.Cpu ? 0 : TorchRuntime.CudaCount);

    internal static Device Of(DeviceRule rule, int replica, int gpus) => (rule, gpus) switch
    {
        (DeviceRule.Cuda, 0) => throw new InvalidDataException(
            "device = cuda, but libtorch can use no GPU here. Build with the libtorch of a CUDA PyTorch wheel (SOGAR_TORCH=DIR ./sogar doctor), or take device = auto"),
        (DeviceRule.Cpu, _) or (_, 0) => Device.Cpu,
        _ => Device.Cuda(replica % gpus),
    };
}
