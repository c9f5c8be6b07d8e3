namespace SoGar.Compute.Torch;

/// <summary>In which type the expensive operations of a network are computed. Weights stay in float32.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Float32,

    /// <summary>Matrix products in bfloat16, what is delicate in float32, as libtorch's autocast sorts them.</summary>
    BFloat16,

    /// <summary>Matrix products in float16; for GPUs, and with loss scaling.</summary>
    Float16,
}
