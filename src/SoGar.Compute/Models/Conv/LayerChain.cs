using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary>Layers one behind the other.</summary>
internal sealed class LayerChain(params IMapLayer[] layers) : IMapLayer
{
    public Tensor Forward(Tensor maps)
    {
        // What lies between the layers is given back at the end, where no gradient needs it: it is most of the memory of an evaluation.
        using var scope = TensorScope.Open();
        foreach (var layer in layers) maps = layer.Forward(maps);
        return layers.Length == 0 ? maps : scope.Keep(maps);
    }

    public MapShape Trace(MapShape input, ref long products)
    {
        foreach (var layer in layers) input = layer.Trace(input, ref products);
        return input;
    }
}
