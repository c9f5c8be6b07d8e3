using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Optim;

/// <summary>
/// AdamW with decoupled weight decay (Loshchilov and Hutter 2019), one pass over flat memory per tensor. Each lane is computed on its own with
/// correctly rounded operations, so the bits do not depend on the width of the machine's vectors.
/// </summary>
public static class AdamW
{
    /// <summary>Updates every tensor of <paramref name="layout"/> once.</summary>
    /// <param name="layout">Where the tensors stand; decides which ones decay.</param>
    /// <param name="parameters">Updated in place.</param>
    /// <param name="gradients">Borrowed; taken times <see cref="AdamWStep.GradientScale"/>, then clipped tensor by tensor.</param>
    /// <param name="first">First moments, updated in place.</param>
    /// <param name="second">Second moments, updated in place.</param>
    /// <param name="step">Rates of this update.</param>
    public static void Update(
        ParameterLayout layout, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, in AdamWStep step)
    {
        foreach (var slot in layout.Slots)
        {
            var gradient = gradients.Slice(slot.Offset, slot.PaddedLength);
            Update(
                slot.Padded(parameters), gradient, slot.Padded(first), slot.Padded(second),
                step, slot.Decays ? step.WeightDecay : 0, step.GradientScale * ClipFactor(gradient, step));
        }
    }

    /// <summary>Euclidean norm of <paramref name="values"/>: sixteen float64 lanes, folded in a fixed order.</summary>
    public static double Norm(ReadOnlySpan<float> values)
    {
        var lower = Vector512<double>.Zero;
        var upper = Vector512<double>.Zero;
        foreach (var lane in MemoryMarshal.Cast<float, Vector512<float>>(values))
        {
            var (low, high) = Vector512.Widen(lane);
            lower += low * low;
            upper += high * high;
        }

        var lanes = lower + upper;
        var squares = 0.0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++) squares += lanes[lane];
        return Math.Sqrt(squares);
    }

    // SVT's rule, with its 1e-6: norm/(norm + 1e-6) of the limit, tensor by tensor.
    private static double ClipFactor(ReadOnlySpan<float> gradient, in AdamWStep step) =>
        step.ClipNorm > 0 ? Math.Min(1, step.ClipNorm / (Norm(gradient) * step.GradientScale + 1e-6)) : 1;

    private static void Update(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, in AdamWStep step, double decay, double gradientScale)
    {
        var p = MemoryMarshal.Cast<float, Vector512<float>>(parameters);
        var g = MemoryMarshal.Cast<float, Vector512<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector512<float>>(first);
        var v = MemoryMarshal.Cast<float, Vector512<float>>(second);

        var scale = Vector512.Create((float)gradientScale);
        var beta1 = Vector512.Create((float)step.Beta1);
        var beta2 = Vector512.Create((float)step.Beta2);
        var fresh1 = Vector512.Create((float)(1 - step.Beta1));
        var fresh2 = Vector512.Create((float)(1 - step.Beta2));
        var keep = Vector512.Create((float)(1 - step.LearningRate * decay));
        var rate = Vector512.Create((float)(step.LearningRate / (1 - Math.Pow(step.Beta1, step.Update))));
        var root = Vector512.Create((float)(1 / Math.Sqrt(1 - Math.Pow(step.Beta2, step.Update))));
        var epsilon = Vector512.Create((float)step.Epsilon);

        for (var i = 0; i < p.Length; i++)
        {
            var gradient = g[i] * scale;
            var mean = beta1 * m[i] + fresh1 * gradient;
            var square = beta2 * v[i] + fresh2 * (gradient * gradient);
            m[i] = mean;
            v[i] = square;
            p[i] = keep * p[i] - rate * mean / (Vector512.Sqrt(square) * root + epsilon);
        }
    }
}

/// <summary>The rates of one update.</summary>
public readonly record struct AdamWStep
{
    /// <summary>Number of this update, from 1; corrects the bias of the moments.</summary>
    public required long Update { get; init; }

    /// <summary>Learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Weight decay of tensors that decay.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Factor that turns the sum over shards into their mean.</summary>
    public double GradientScale { get; init; } = 1;

    /// <summary>Greatest norm of one tensor's scaled gradient; 0 for no limit.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The customary rates; number, learning rate and decay are the caller's.</summary>
    public AdamWStep()
    {
    }
}
