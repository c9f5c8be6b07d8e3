using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>
/// Projector and predictor (methods.md, B.2): <c>Linear, BatchNorm1d, ReLU, Linear</c>, with the names that an <c>nn.Sequential</c> would give.
/// </summary>
public sealed class HeadLayer
{
    private readonly LinearLayer _first;
    private readonly BatchNormLayer _norm;
    private readonly LinearLayer _second;

    /// <summary>Declares the parameters in <paramref name="scope"/>.</summary>
    public HeadLayer(ModuleScope scope, int inputs, int hidden, int outputs)
    {
        _first = new LinearLayer(scope.In("0"), inputs, hidden);
        _norm = new BatchNormLayer(scope.In("1"), hidden);
        _second = new LinearLayer(scope.In("3"), hidden, outputs);
    }

    /// <summary>Projects embeddings.</summary>
    /// <param name="input">[N, In], N of 2 or more where the batch normalises: all views of a shard at once.</param>
    /// <returns>float32 [N, Out].</returns>
    public Tensor Forward(Tensor input)
    {
        // Under autocast a product comes as bf16; statistics want float32.
        var hidden = _first.Forward(input).AtLeastFloat32();
        return _second.Forward(_norm.Forward(hidden).Relu()).AtLeastFloat32();
    }
}
