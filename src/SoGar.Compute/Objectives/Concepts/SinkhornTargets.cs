using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives.Concepts;

// N samples, M rows of a queue, K concepts.

/// <summary>
/// Balanced soft assignments of samples to concepts (methods.md, C.3; SwAV): every concept is used alike over the samples, every sample's
/// assignments sum to 1.
/// </summary>
public static class SinkhornTargets
{
    /// <summary>Assignments for a batch.</summary>
    /// <param name="scores_NK">Codes, cosines in [-1, 1].</param>
    /// <param name="epsilon">Sharpens towards 0.</param>
    /// <param name="iterations">Turns of balancing rows and columns.</param>
    /// <param name="queue_MK">Codes of committed steps, which only help to balance; null for none. Borrowed.</param>
    /// <returns>[N, K], without a gradient; rows sum to 1.</returns>
    public static Tensor Of(Tensor scores_NK, double epsilon, int iterations, Tensor? queue_MK = null)
    {
        using var still = Grad.Disabled();
        var samples = scores_NK.Size(0);
        var scores = (queue_MK is null ? scores_NK.Detach() : F.Cat([scores_NK.Detach(), queue_MK])) / epsilon;
        var q = (scores - scores.Max()).Exp();
        q /= q.Sum();
        for (var turn = 0; turn < iterations; turn++)
        {
            q /= q.Sum(0, keepDim: true) * (double)q.Size(1);
            q /= q.Sum(1, keepDim: true) * (double)q.Size(0);
        }

        return q.Narrow(0, 0, samples) * (double)q.Size(0);
    }
}
