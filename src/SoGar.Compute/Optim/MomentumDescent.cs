using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Optim;

/// <summary>
/// Gradient descent with momentum in PyTorch's form: <c>d = momentum d + g + decay p; p = p - rate d</c>, without dampening or Nesterov.
/// </summary>
internal static class MomentumDescent
{
    /// <summary>Moves one tensor; spans are multiples of <see cref="FlatBuffer.Lanes"/>.</summary>
    public static void Move(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> direction, in TensorStep step)
    {
        var p = MemoryMarshal.Cast<float, Vector512<float>>(parameters);
        var g = MemoryMarshal.Cast<float, Vector512<float>>(gradients);
        var d = MemoryMarshal.Cast<float, Vector512<float>>(direction);

        var scale = Vector512.Create((float)step.GradientScale);
        var decay = Vector512.Create((float)step.Decay);
        var momentum = Vector512.Create((float)step.Common.Momentum);
        var rate = Vector512.Create((float)step.Common.LearningRate);

        for (var i = 0; i < p.Length; i++)
        {
            var moved = momentum * d[i] + (g[i] * scale + decay * p[i]);
            d[i] = moved;
            p[i] -= rate * moved;
        }
    }
}
