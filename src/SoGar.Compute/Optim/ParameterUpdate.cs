using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Optim;

/// <summary>
/// An optimizer over flat memory, one pass per tensor: clips its gradient, then moves it by the rule. Each lane is computed on its own with
/// correctly rounded operations, so the bits do not depend on the width of the machine's vectors.
/// </summary>
/// <param name="rule">AdamW, Adam or gradient descent with momentum, as PyTorch's of those names.</param>
/// <param name="layout">Where the tensors stand, and which ones decay.</param>
/// <param name="restOf">Updates at the start in which a tensor rests; null for none.</param>
/// <param name="shareOf">Share of the learning rate that a tensor moves by; null for all of it.</param>
public sealed class ParameterUpdate(
    OptimizerRule rule, ParameterLayout layout, Func<ParameterSlot, long>? restOf = null, Func<ParameterSlot, double>? shareOf = null)
{
    private readonly long[] _rests = [.. layout.Slots.Select(slot => restOf?.Invoke(slot) ?? 0)];
    private readonly double[] _shares = [.. layout.Slots.Select(slot => shareOf?.Invoke(slot) ?? 1)];

    /// <summary>Updates every tensor once. All buffers have the layout's length.</summary>
    /// <param name="parameters">Updated in place.</param>
    /// <param name="gradients">Borrowed; taken times <see cref="OptimizerStep.GradientScale"/>, then clipped tensor by tensor.</param>
    /// <param name="first">First moments, or momentum, updated in place.</param>
    /// <param name="second">Second moments, updated in place; empty for gradient descent.</param>
    /// <param name="step">Rates of this update.</param>
    public void Apply(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, in OptimizerStep step)
    {
        for (var i = 0; i < _rests.Length; i++)
        {
            // A tensor that rested counts its updates from its first one, as PyTorch's optimizers do.
            if (step.Update <= _rests[i]) continue;
            var slot = layout.Slots[i];
            var gradient = gradients.Slice(slot.Offset, slot.PaddedLength);
            var rates = new TensorStep(
                step.Update - _rests[i], slot.Decays || step.DecaysAll ? step.WeightDecay : 0, step.GradientScale * ClipFactor(gradient, step),
                step with { LearningRate = step.LearningRate * _shares[i] });
            switch (rule)
            {
                case OptimizerRule.Adamw:
                    AdamW.Move(slot.Padded(parameters), gradient, slot.Padded(first), slot.Padded(second), rates);
                    break;
                case OptimizerRule.Adam:
                    Adam.Move(slot.Padded(parameters), gradient, slot.Padded(first), slot.Padded(second), rates);
                    break;
                default:
                    MomentumDescent.Move(slot.Padded(parameters), gradient, slot.Padded(first), rates);
                    break;
            }
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
    private static double ClipFactor(ReadOnlySpan<float> gradient, in OptimizerStep step) =>
        step.ClipNorm > 0 ? Math.Min(1, step.ClipNorm / (Norm(gradient) * step.GradientScale + 1e-6)) : 1;
}
