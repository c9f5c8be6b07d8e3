using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary>Batch normalisation, with ReLU behind it unless a shortcut comes first.</summary>
internal sealed class NormReluLayer(ModuleScope scope, int channels, bool relu = true, double epsilon = 1e-5, double share = 0.1) : IMapLayer
{
    private readonly BatchNormLayer _norm = new(scope, channels, epsilon, share);

    public Tensor Forward(Tensor maps)
    {
        var normed = _norm.Forward(maps);
        // The gradient of a batch normalisation needs its input, not its output: that may be written over.
        return relu ? normed.ReluInPlace() : normed;
    }

    public MapShape Trace(MapShape input, ref long products) => input;
}
