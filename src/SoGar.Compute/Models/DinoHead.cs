using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>
/// DINO's and SVT's head (methods.md, B.2): three layers with GELU, unit length, then a last layer whose rows have unit length: logits are cosines with
/// prototypes. Under the released code's names.
/// </summary>
public sealed class DinoHead
{
    private readonly LinearLayer _first;
    private readonly LinearLayer _second;
    private readonly LinearLayer _third;
    private readonly Parameter _gain;
    private readonly Parameter _directions;

    /// <summary>Declares the parameters in <paramref name="scope"/>.</summary>
    public DinoHead(ModuleScope scope, int inputs, int hidden, int bottleneck, int outputs)
    {
        _first = new LinearLayer(scope.In("mlp").In("0"), inputs, hidden);
        _second = new LinearLayer(scope.In("mlp").In("2"), hidden, hidden);
        _third = new LinearLayer(scope.In("mlp").In("4"), hidden, bottleneck);
        _gain = scope.In("last_layer").Undecayed("weight_g", outputs, 1);
        _directions = scope.In("last_layer").Weight("weight_v", outputs, bottleneck);
    }

    /// <summary>Embeds features on the unit sphere.</summary>
    /// <param name="features">[N, In].</param>
    /// <returns>float32 [N, bottleneck].</returns>
    public Tensor Embed(Tensor features) =>
        _third.Forward(_second.Forward(_first.Forward(features).Gelu()).Gelu()).AtLeastFloat32().Normalize();

    /// <summary>Logits of embeddings.</summary>
    /// <param name="embeddings">float32 [N, bottleneck], of unit length.</param>
    /// <returns>float32 [N, outputs].</returns>
    public Tensor Logits(Tensor embeddings) => F.Linear(embeddings, _directions.Value.Normalize() * _gain.Value).AtLeastFloat32();
}
