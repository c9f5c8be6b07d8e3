using SoGar.Compute.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Evaluation.Tuning;

/// <summary>Class scores from a clip's embedding, some of whose features are left out in training.</summary>
internal sealed class LinearHead(ModuleScope scope, int width, int classes)
{
    private readonly LinearLayer _linear = new(scope.In("fc"), width, classes);

    /// <summary>[B, D] to float32 [B, C].</summary>
    /// <param name="features">[B, D].</param>
    /// <param name="dropout">Share that is left out; what remains is enlarged to keep its sum.</param>
    /// <param name="random">Says what is left out; null in a test.</param>
    public Tensor Forward(Tensor features, double dropout = 0, KeyedRandom? random = null)
    {
        if (random is null || dropout <= 0) return _linear.Forward(features).To(DType.Float32);
        var mask = new float[features.Size(0) * width];
        foreach (ref var kept in mask.AsSpan()) kept = random.Happens(dropout) ? 0 : (float)(1 / (1 - dropout));
        return _linear.Forward(features.To(DType.Float32) * Tensor.From(mask, features.Size(0), width)).To(DType.Float32);
    }

    /// <summary>Mean binary cross-entropy of sigmoid(<paramref name="logits"/>), in the form that does not overflow.</summary>
    /// <param name="logits">float32, any shape.</param>
    /// <param name="targets">0 or 1, the same shape.</param>
    /// <param name="weights">Weight of each term, the same shape; null for the mean of all.</param>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor targets, Tensor? weights = null)
    {
        var terms = logits.Relu() - logits * targets + (logits.Abs() * -1).Exp().Log1p();
        return weights is null ? terms.Mean() : (terms * weights).Sum() / weights.Sum().ClampMin(1e-12);
    }
}
