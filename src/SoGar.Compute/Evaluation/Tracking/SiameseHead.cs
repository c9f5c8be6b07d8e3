using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Tracking;

/// <summary>
/// SiamFC's comparison (Bertinetto et al. 2016): the exemplar's map slides over the search area's. Both are brought to unit vectors of one width first, so that
/// a response is a mean cosine.
/// </summary>
internal sealed class SiameseHead
{
    // Cosines between -1 and 1 have to reach the flat ends of a sigmoid.
    private const double Gain = 20;

    private readonly LinearLayer _projection;
    private readonly Parameter _bias;

    /// <summary>Declares the parameters.</summary>
    public SiameseHead(ModuleScope scope, IBackbone backbone, Recipe recipe)
    {
        Stride = DenseFeatures.StrideOf(backbone, recipe.Model);
        _projection = new LinearLayer(scope.In("projection"), DenseFeatures.WidthOf(backbone, recipe.Model), recipe.Evaluate.Track.Width);
        _bias = scope.Undecayed("bias", 1);
    }

    /// <summary>Pixels from one response to the next.</summary>
    public int Stride { get; }

    /// <summary>A side that the stride, and a vector of pixels, divides.</summary>
    public int SizeOf(int pixels)
    {
        var unit = Stride % 8 == 0 ? Stride : 8 * Stride;
        return (pixels + unit - 1) / unit * unit;
    }

    /// <summary>The features that are compared.</summary>
    /// <param name="features">[B, T', H', W', C].</param>
    /// <returns>float32 [B, D, H', W'], unit vectors over D.</returns>
    public Tensor Embed(Tensor features) =>
        _projection.Forward(DenseFeatures.Middle(features).Contiguous()).To(DType.Float32).Normalize(-1).Permute(0, 3, 1, 2).Contiguous();

    /// <summary>Compares each exemplar with its search area.</summary>
    /// <param name="exemplar_BDhw">From <see cref="Embed"/>.</param>
    /// <param name="search_BDHW">From <see cref="Embed"/>.</param>
    /// <returns>float32 [B, R, R]; above 0 where the target may be.</returns>
    public Tensor Compare(Tensor exemplar_BDhw, Tensor search_BDHW)
    {
        var (batch, width, places) = (search_BDHW.Size(0), search_BDHW.Size(1), exemplar_BDhw.Size(2) * exemplar_BDhw.Size(3));
        var response = F.Conv2d(
            search_BDHW.Reshape(1, batch * width, search_BDHW.Size(2), search_BDHW.Size(3)), exemplar_BDhw, null, [1, 1], [0, 0], groups: batch);
        return response.To(DType.Float32).Squeeze(0) * (Gain / places) + _bias.Value;
    }
}
