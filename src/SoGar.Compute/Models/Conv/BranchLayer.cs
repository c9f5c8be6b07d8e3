using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary>Branches over the same maps, their channels one behind the other.</summary>
internal sealed class BranchLayer(params IMapLayer[] branches) : IMapLayer
{
    public Tensor Forward(Tensor maps)
    {
        using var scope = TensorScope.Open();
        return scope.Keep(F.Cat([.. branches.Select(branch => branch.Forward(maps))], 1));
    }

    public MapShape Trace(MapShape input, ref long products)
    {
        var output = input with { Channels = 0 };
        foreach (var branch in branches)
        {
            var part = branch.Trace(input, ref products);
            output = part with { Channels = output.Channels + part.Channels };
        }

        return output;
    }
}
