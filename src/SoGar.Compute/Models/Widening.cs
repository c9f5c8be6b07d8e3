using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>The way back from autocast's short floats.</summary>
internal static class Widening
{
    /// <summary>float32 where products came as bfloat16; as it is otherwise, float64 too.</summary>
    public static Tensor AtLeastFloat32(this Tensor tensor) => tensor.DType == DType.BFloat16 ? tensor.To(DType.Float32) : tensor;
}
