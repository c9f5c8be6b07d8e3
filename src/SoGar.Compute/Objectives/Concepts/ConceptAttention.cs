using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives.Concepts;

// B clips, K concepts, N positions of a feature map, C width.

/// <summary>How concepts gather features from the positions of a map (methods.md, C.5), without what is learned around it.</summary>
public static class ConceptAttention
{
    // A position that no concept wants still shares out a little, and nothing is divided by zero.
    private const double Epsilon = 1e-8;

    /// <summary>Each concept shares itself out among the positions.</summary>
    /// <param name="query_KC">[K, C], or one set per clip.</param>
    /// <param name="key_BNC">Of the positions.</param>
    /// <param name="value_BNC">Of the positions.</param>
    /// <param name="scale">Factor of the products.</param>
    /// <returns>[B, K, C].</returns>
    public static Tensor Plain(Tensor query_KC, Tensor key_BNC, Tensor value_BNC, double scale) =>
        PlainWeights(query_KC, key_BNC, scale).MatMul(value_BNC);

    /// <summary>Each position shares itself out among the concepts (Locatello et al. 2020); a concept's shares are then scaled to sum 1.</summary>
    /// <inheritdoc cref="Plain"/>
    public static Tensor Slot(Tensor query_KC, Tensor key_BNC, Tensor value_BNC, double scale) =>
        SlotWeights(query_KC, key_BNC, scale).MatMul(value_BNC);

    /// <summary>The weights of <see cref="Plain"/>, [B, K, N].</summary>
    public static Tensor PlainWeights(Tensor query_KC, Tensor key_BNC, double scale) => Logits(query_KC, key_BNC, scale).Softmax(-1);

    /// <summary>The weights of <see cref="Slot"/>, [B, K, N].</summary>
    public static Tensor SlotWeights(Tensor query_KC, Tensor key_BNC, double scale)
    {
        var shares_BKN = Logits(query_KC, key_BNC, scale).Softmax(1) + Epsilon;
        return shares_BKN / shares_BKN.Sum(-1, keepDim: true);
    }

    private static Tensor Logits(Tensor query_KC, Tensor key_BNC, double scale) => query_KC.MatMul(key_BNC.Transpose(1, 2)) * scale;
}
