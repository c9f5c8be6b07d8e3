using SoGar.Compute.Models;
using SoGar.Compute.Objectives.Contrast;
using SoGar.Compute.Regions;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Localisation;

// B clips, N boxes of a clip, P places of the key frame's slice, C channels, K heads of width W.

/// <summary>
/// The action transformer (methods.md, F.4): ROIAlign of each box asks, everything else in the key frame's slice answers, through layers of the unit of D.3.
/// Positions enter through the backbone's own tables alone.
/// </summary>
internal sealed class PeopleTransformer
{
    private readonly LocaliseRecipe _recipe;
    private readonly Unit[][] _layers;

    /// <summary>Declares the parameters.</summary>
    public PeopleTransformer(ModuleScope scope, int channels, LocaliseRecipe recipe)
    {
        _recipe = recipe;
        Width = recipe.Heads * recipe.HeadWidth;
        _layers =
        [
            .. Enumerable.Range(0, recipe.Layers).Select(layer => Enumerable.Range(0, recipe.Heads)
                .Select(head => new Unit(scope.In($"layers.{layer}.{head}"), layer == 0 ? channels : Width, channels, recipe.HeadWidth)).ToArray()),
        ];
    }

    /// <summary>K x W.</summary>
    public int Width { get; }

    /// <summary>What there is to say of each box.</summary>
    /// <param name="slice_BHWC">Features of the key frame.</param>
    /// <param name="boxes">N of each clip, clip after clip.</param>
    /// <returns>[B, N, K x W].</returns>
    public Tensor Embed(Tensor slice_BHWC, ReadOnlySpan<RegionBox> boxes)
    {
        var height = (int)slice_BHWC.Size(1);
        var context_BPC = slice_BHWC.To(DType.Float32).Flatten(1, 2);
        var query = RegionAlign.Pool(context_BPC, boxes, _recipe.Bins, height);
        foreach (var heads in _layers)
            query = F.Cat([.. heads.Select(head => head.Forward(query, context_BPC))], -1);
        return query;
    }

    /// <summary>One head: attention with a width of its own, normalised with the query, and two layers behind it without a second residual.</summary>
    private sealed class Unit(ModuleScope scope, int queryWidth, int contextWidth, int width)
    {
        private readonly LinearLayer _query = new(scope.In("q"), queryWidth, width);
        private readonly LinearLayer _key = new(scope.In("k"), contextWidth, width);
        private readonly LinearLayer _value = new(scope.In("v"), contextWidth, width);
        private readonly NormLayer _norm = new(scope.In("norm"), width);
        private readonly LinearLayer _first = new(scope.In("fc1"), width, width);
        private readonly LinearLayer _second = new(scope.In("fc2"), width, width);

        public Tensor Forward(Tensor query_BNC, Tensor context_BPC)
        {
            var query_BNW = _query.Forward(query_BNC).To(DType.Float32);
            var seen_BNW = F.ScaledDotProductAttention(query_BNW, _key.Forward(context_BPC).To(DType.Float32), _value.Forward(context_BPC).To(DType.Float32));
            return _second.Forward(_first.Forward(_norm.Forward(seen_BNW + query_BNW)).Relu());
        }
    }
}
