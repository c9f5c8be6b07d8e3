using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives;

// B clips, D width of an embedding.

/// <summary>What shows that the embeddings of different clips grow alike (methods.md, B.3); SoGar.Protocol decides what is an alarm.</summary>
public static class CollapseReadings
{
    /// <summary>Mean over dimensions of the standard deviation over clips; healthy near 1 / sqrt(D). [].</summary>
    public static Tensor MeanStd(Tensor embeddings_BD) => embeddings_BD.Std([0]).Mean();

    /// <summary>Mean entropy of distributions over ln D, between 0 and 1. [].</summary>
    public static Tensor Entropy(Tensor probabilities_BD) =>
        -(probabilities_BD * probabilities_BD.ClampMin(1e-30).Log()).Sum(-1).Mean() / Math.Log(probabilities_BD.Size(-1));

    /// <summary>Mean cosine between unit embeddings of different clips. [].</summary>
    public static Tensor MeanCosine(Tensor embeddings_BD)
    {
        // The square of the sum holds every pair twice and each clip with itself once.
        var clips = (double)embeddings_BD.Size(0);
        return (embeddings_BD.Sum(0).Square().Sum() - embeddings_BD.Square().Sum()) / (clips * (clips - 1));
    }
}
