using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives;

/// <summary>The pieces that losses between teacher and student are made of.</summary>
public static class Targets
{
    /// <summary><c>softmax((z - centre) / temperature)</c>, without a gradient.</summary>
    /// <param name="teacher">[.., D].</param>
    /// <param name="centre_D">[D].</param>
    /// <param name="temperature">Sharpens below 1.</param>
    public static Tensor Softmax(Tensor teacher, Tensor centre_D, double temperature) => ((teacher.Detach() - centre_D) / temperature).Softmax(-1);

    /// <summary><c>-sum_k target[k] * log_softmax(logits)[k]</c>, averaged over all axes but the last. The target need not be a distribution.</summary>
    /// <param name="target">[.., D]; broadcasts over the logits.</param>
    /// <param name="logits">[.., D].</param>
    /// <returns>[].</returns>
    public static Tensor CrossEntropy(Tensor target, Tensor logits) => -(target * logits.LogSoftmax(-1)).Sum(-1).Mean();
}
