using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives.Contrast;

// B clips of a shard, D width of an embedding, Q rows of a queue, R extra negatives of each query.

/// <summary>Contrast of an embedding with its own other view against those of other clips (van den Oord et al. 2018). Embeddings have unit length.</summary>
public static class InfoNce
{
    // Below every logit that a temperature can make of a cosine, and finite, so that a masked row has a gradient.
    private const double Never = -1e9;

    /// <summary>
    /// CVRL's form (methods.md, D.2): each view of a clip finds the other among both views of all clips of the shard. The sum of both directions, not
    /// their mean.
    /// </summary>
    /// <param name="a_BD">One view of each clip.</param>
    /// <param name="b_BD">The other view of each clip, in the same order.</param>
    /// <param name="temperature">Divides the cosines.</param>
    /// <returns>[].</returns>
    public static Tensor Symmetric(Tensor a_BD, Tensor b_BD, double temperature) =>
        AmongBothViews(a_BD, b_BD, temperature) + AmongBothViews(b_BD, a_BD, temperature);

    /// <summary>One direction of <see cref="Symmetric"/>.</summary>
    /// <inheritdoc cref="Symmetric"/>
    public static Tensor AmongBothViews(Tensor a_BD, Tensor b_BD, double temperature)
    {
        var across_BB = a_BD.MatMul(b_BD.Transpose(0, 1)) / temperature;
        var within_BB = a_BD.MatMul(a_BD.Transpose(0, 1)) / temperature + Never * Tensor.Eye(a_BD.Size(0), a_BD.DType, a_BD.Device);
        return -F.Cat([across_BB, within_BB], 1).LogSoftmax(1).Diagonal().Mean();
    }

    /// <summary>MoCo's form (methods.md, E.3): each query finds its key among keys of earlier steps.</summary>
    /// <param name="query_BD">Gets the gradient.</param>
    /// <param name="key_BD">Detached here.</param>
    /// <param name="queue_QD">Keys of committed steps; borrowed.</param>
    /// <param name="temperature">Divides the cosines.</param>
    /// <param name="own_BRD">Further negatives of each query alone, detached here; null for none.</param>
    /// <returns>[B], the loss of each query; <c>exp(-loss)</c> is the probability with which it finds its key.</returns>
    public static Tensor AgainstQueue(Tensor query_BD, Tensor key_BD, Tensor queue_QD, double temperature, Tensor? own_BRD = null) =>
        OfLogits([Positive(query_BD, key_BD), query_BD.MatMul(queue_QD.Transpose(0, 1)), .. Own(query_BD, own_BRD)], temperature);

    /// <summary>Each query finds its key among the keys of the shard.</summary>
    /// <inheritdoc cref="AgainstQueue"/>
    public static Tensor AgainstBatch(Tensor query_BD, Tensor key_BD, double temperature, Tensor? own_BRD = null)
    {
        var others_BB = query_BD.MatMul(key_BD.Detach().Transpose(0, 1)) + Never * Tensor.Eye(query_BD.Size(0), query_BD.DType, query_BD.Device);
        return OfLogits([Positive(query_BD, key_BD), others_BB, .. Own(query_BD, own_BRD)], temperature);
    }

    private static Tensor Positive(Tensor query_BD, Tensor key_BD) => (query_BD * key_BD.Detach()).Sum(-1, keepDim: true);

    private static Tensor[] Own(Tensor query_BD, Tensor? own_BRD) =>
        own_BRD is null ? [] : [own_BRD.Detach().MatMul(query_BD.Unsqueeze(2)).Squeeze(2)];

    // The positive's logit stands first.
    private static Tensor OfLogits(Tensor[] logits, double temperature) => -(F.Cat(logits, 1) / temperature).LogSoftmax(1).Select(1, 0);
}
