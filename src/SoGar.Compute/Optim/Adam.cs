using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Optim;

/// <summary>Adam (Kingma and Ba 2015), its weight decay a part of the gradient, so that the moments see it.</summary>
internal static class Adam
{
    /// <summary>Moves one tensor; spans are multiples of <see cref="FlatBuffer.Lanes"/>.</summary>
    public static void Move(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, in TensorStep step)
    {
        var p = MemoryMarshal.Cast<float, Vector512<float>>(parameters);
        var g = MemoryMarshal.Cast<float, Vector512<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector512<float>>(first);
        var v = MemoryMarshal.Cast<float, Vector512<float>>(second);

        var common = step.Common;
        var scale = Vector512.Create((float)step.GradientScale);
        var decay = Vector512.Create((float)step.Decay);
        var beta1 = Vector512.Create((float)common.Beta1);
        var beta2 = Vector512.Create((float)common.Beta2);
        var fresh1 = Vector512.Create((float)(1 - common.Beta1));
        var fresh2 = Vector512.Create((float)(1 - common.Beta2));
        var rate = Vector512.Create((float)(common.LearningRate / (1 - Math.Pow(common.Beta1, step.Update))));
        var root = Vector512.Create((float)(1 / Math.Sqrt(1 - Math.Pow(common.Beta2, step.Update))));
        var epsilon = Vector512.Create((float)common.Epsilon);

        for (var i = 0; i < p.Length; i++)
        {
            var gradient = g[i] * scale + decay * p[i];
            var mean = beta1 * m[i] + fresh1 * gradient;
            var square = beta2 * v[i] + fresh2 * (gradient * gradient);
            m[i] = mean;
            v[i] = square;
            p[i] -= rate * mean / (Vector512.Sqrt(square) * root + epsilon);
        }
    }
}
