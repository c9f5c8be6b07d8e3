using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Models.Conv;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.ConstCl;

/// <summary>Backbone with two ends, the projector of clips and the head of regions (methods.md, D.2 and D.3).</summary>
internal sealed class ConstClNetwork
{
    private readonly GlobalProjector _projector;

    public ConstClNetwork(ModuleScope scope, Recipe recipe)
    {
        Backbone = Backbones.BuildConv(scope.In("backbone"), recipe.Model);
        _projector = new GlobalProjector(scope.In("projector"), Backbone.OutputWidth, recipe.ConstCl.GlobalOutput);
        Head = new ContextHead(scope.In("context"), Backbone.OutputWidth, recipe.ConstCl);
    }

    public ConvBackbone Backbone { get; }

    /// <summary>Regions in their context.</summary>
    public ContextHead Head { get; }

    /// <summary>Unit vectors of clips, float32 [B, D], from a map [B, C, T, H, W].</summary>
    public Tensor Embed(Tensor map) => _projector.Forward(map.Mean([2, 3, 4])).Normalize();
}

/// <summary>CVRL's projector: three layers with batch normalisation and without bias, and a last one.</summary>
internal sealed class GlobalProjector
{
    private readonly ImmutableArray<(Parameter Weight, BatchNormLayer Norm)> _hidden;
    private readonly LinearLayer _last;

    public GlobalProjector(ModuleScope scope, int width, int outputs)
    {
        _hidden = [.. Enumerable.Range(0, 3).Select(layer =>
            (scope.In($"{3 * layer}").Weight("weight", width, width), new BatchNormLayer(scope.In($"{3 * layer + 1}"), width)))];
        _last = new LinearLayer(scope.In("9"), width, outputs);
    }

    /// <summary>[B, C] to float32 [B, D].</summary>
    public Tensor Forward(Tensor features)
    {
        foreach (var (weight, norm) in _hidden) features = norm.Forward(F.Linear(features, weight.Value).To(DType.Float32)).Relu();
        return _last.Forward(features).To(DType.Float32);
    }
}
