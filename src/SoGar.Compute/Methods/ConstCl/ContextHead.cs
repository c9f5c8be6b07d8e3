using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.ConstCl;

// B clips, N regions, M positions of the context, C width of a region.

/// <summary>
/// What a region of one view becomes in the context of the other (methods.md, D.3): layers of attention from regions to context, every layer to the same one.
/// The geometry is the released code's: each head has a width of its own, and its residual is the query.
/// </summary>
internal sealed class ContextHead
{
    private readonly ConstClRecipe _recipe;
    private readonly PositionCode? _position;
    private readonly ImmutableArray<ImmutableArray<ContextUnit>> _layers;
    private readonly LinearLayer? _alone;
    private readonly LinearLayer _last;

    public ContextHead(ModuleScope scope, int width, ConstClRecipe recipe)
    {
        _recipe = recipe;
        var inner = recipe.Heads * recipe.HeadWidth;
        _layers = [];
        if (recipe.Context == 0)
        {
            _alone = new LinearLayer(scope.In("alone"), width, inner);
        }
        else
        {
            var isConcat = recipe.Position == ContextPosition.Concat;
            _position = new PositionCode(scope.In("position"), isConcat ? PositionCode.Narrow : width);
            var contextWidth = isConcat ? width + 2 * PositionCode.Narrow : width;
            _layers = [.. Enumerable.Range(0, recipe.HeadLayers).Select(layer => Enumerable.Range(0, recipe.Heads).Select(head =>
                new ContextUnit(scope.In($"layers.{layer}.heads.{head}"), layer == 0 ? width : inner, contextWidth, recipe)).ToImmutableArray())];
        }

        _last = new LinearLayer(scope.In("output"), inner, width);
    }

    /// <summary>Regions in their context.</summary>
    /// <param name="regions_BNC">Pooled from one view.</param>
    /// <param name="context_BMC">Positions of the other view; not read where the recipe has no context.</param>
    /// <param name="places_M3">Time, row and column of each position, each with mean 0.</param>
    /// <param name="regionPlaces_BN3">The same of the regions' centres.</param>
    /// <returns>float32 [B, N, C].</returns>
    public Tensor Forward(Tensor regions_BNC, Tensor context_BMC, Tensor places_M3, Tensor regionPlaces_BN3)
    {
        if (_position is null) return _last.Forward(Activate(_alone!.Forward(regions_BNC), _recipe)).To(DType.Float32);
        var (query, context) = Placed(_position, regions_BNC, context_BMC, places_M3, regionPlaces_BN3);
        foreach (var layer in _layers) query = Through(layer, query, context);
        return _last.Forward(query).To(DType.Float32);
    }

    /// <summary>How much each region looks at each position of its context in the last layer, averaged over heads.</summary>
    /// <inheritdoc cref="Forward"/>
    /// <returns>float32 [B, N, M]; those of a region sum to 1.</returns>
    /// <exception cref="InvalidOperationException">The recipe has no context.</exception>
    public Tensor Attention(Tensor regions_BNC, Tensor context_BMC, Tensor places_M3, Tensor regionPlaces_BN3)
    {
        if (_position is null) throw new InvalidOperationException("with const-cl.context = 0 a region looks at nothing");
        var (query, context) = Placed(_position, regions_BNC, context_BMC, places_M3, regionPlaces_BN3);
        foreach (var layer in _layers[..^1]) query = Through(layer, query, context);
        return F.Stack([.. _layers[^1].Select(unit => unit.Attention(query, context))]).Mean(0).To(DType.Float32);
    }

    private (Tensor Query, Tensor Context) Placed(PositionCode position, Tensor regions_BNC, Tensor context_BMC, Tensor places_M3, Tensor regionPlaces_BN3)
    {
        var (time, place) = position.Of(places_M3);
        if (_recipe.Position == ContextPosition.Concat)
            return (regions_BNC, F.Cat([context_BMC, F.Cat([time, place], -1).Unsqueeze(0).Expand(context_BMC.Size(0), -1, -1)], 2));
        var (regionTime, regionPlace) = position.Of(regionPlaces_BN3);
        return (regions_BNC + regionTime + regionPlace, context_BMC + time + place);
    }

    private static Tensor Through(ImmutableArray<ContextUnit> layer, Tensor query, Tensor context) =>
        F.Cat([.. layer.Select(unit => unit.Forward(query, context))], 2);

    internal static Tensor Activate(Tensor hidden, ConstClRecipe recipe) => recipe.Activation == HeadActivation.Gelu ? hidden.Gelu() : hidden.Relu();
}

/// <summary>One head of one layer: <c>u = LN(attention + query)</c>, then two linear layers without a second residual.</summary>
internal sealed class ContextUnit(ModuleScope scope, int queryWidth, int contextWidth, ConstClRecipe recipe)
{
    private readonly LinearLayer _query = new(scope.In("query"), queryWidth, recipe.HeadWidth);
    private readonly LinearLayer _key = new(scope.In("key"), contextWidth, recipe.HeadWidth);
    private readonly LinearLayer _value = new(scope.In("value"), contextWidth, recipe.HeadWidth);
    private readonly NormLayer _norm = new(scope.In("norm"), recipe.HeadWidth);
    private readonly LinearLayer _first = new(scope.In("mlp.0"), recipe.HeadWidth, recipe.HeadWidth);
    private readonly LinearLayer _second = new(scope.In("mlp.2"), recipe.HeadWidth, recipe.HeadWidth);

    /// <summary>[B, N, Q] and [B, M, C] to [B, N, head width].</summary>
    public Tensor Forward(Tensor query_BNQ, Tensor context_BMC)
    {
        var query = _query.Forward(query_BNQ);
        var seen = F.ScaledDotProductAttention(query, _key.Forward(context_BMC), _value.Forward(context_BMC));
        return _second.Forward(ContextHead.Activate(_first.Forward(_norm.Forward((seen + query).To(DType.Float32))), recipe));
    }

    /// <summary>The weights of the attention in it, [B, N, M].</summary>
    public Tensor Attention(Tensor query_BNQ, Tensor context_BMC) =>
        (_query.Forward(query_BNQ).MatMul(_key.Forward(context_BMC).Transpose(1, 2)) / Math.Sqrt(recipe.HeadWidth)).Softmax(-1);
}

/// <summary>Learned codes of places: time by itself, row and column together, each through two small layers.</summary>
internal sealed class PositionCode(ModuleScope scope, int width)
{
    /// <summary>Width of each of the two codes where they stand beside the features.</summary>
    public const int Narrow = 8;

    private const int Hidden = 4;
    private readonly LinearLayer _time1 = new(scope.In("time.0"), 1, Hidden);
    private readonly LinearLayer _time2 = new(scope.In("time.2"), Hidden, width);
    private readonly LinearLayer _place1 = new(scope.In("place.0"), 2, Hidden);
    private readonly LinearLayer _place2 = new(scope.In("place.2"), Hidden, width);

    /// <summary>[.., 3] of time, row and column to two of [.., width].</summary>
    public (Tensor Time, Tensor Place) Of(Tensor places) =>
        (_time2.Forward(_time1.Forward(places.Narrow(-1, 0, 1)).Relu()), _place2.Forward(_place1.Forward(places.Narrow(-1, 1, 2)).Relu()));
}
