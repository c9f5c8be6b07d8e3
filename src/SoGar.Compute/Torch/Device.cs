namespace SoGar.Compute.Torch;

/// <summary>Where tensors live; the numbers are libtorch's own.</summary>
public enum DeviceType
{
    /// <summary>Host memory.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda = 1,
}

/// <summary>One device. The default value is the CPU.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Index">Which of its kind, from 0; 0 for the CPU.</param>
public readonly record struct Device(DeviceType Type, int Index = 0)
{
    /// <summary>Host memory.</summary>
    public static Device Cpu => default;

    /// <summary>The GPU with this index.</summary>
    /// <param name="index">From 0.</param>
    public static Device Cuda(int index) => new(DeviceType.Cuda, index);

    // libtorch's CPU has no index.
    internal int NativeIndex => Type == DeviceType.Cpu ? -1 : Index;

    /// <inheritdoc/>
    public override string ToString() => Type == DeviceType.Cpu ? "cpu" : $"cuda:{Index}";
}
