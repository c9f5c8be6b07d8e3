using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary><c>ReLU(body(x) + shortcut(x))</c>; the shortcut is x itself where there is none.</summary>
internal sealed class ResidualLayer(IMapLayer body, IMapLayer? shortcut) : IMapLayer
{
    public Tensor Forward(Tensor maps)
    {
        using var scope = TensorScope.Open();
        var passed = shortcut is null ? maps : shortcut.Forward(maps);
        return scope.Keep(body.Forward(maps).AddInPlace(passed).ReluInPlace());
    }

    public MapShape Trace(MapShape input, ref long products)
    {
        shortcut?.Trace(input, ref products);
        return body.Trace(input, ref products);
    }
}
