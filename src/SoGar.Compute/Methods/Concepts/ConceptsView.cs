using SoGar.Compute.Models;
using SoGar.Compute.Objectives.Concepts;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Methods.Concepts;

// V x B views of one kind, those of the first clip before those of the second; C width, K concepts of the kind.

/// <summary>Features and codes of the views of one kind: both clips together, so that batch normalisation sees both.</summary>
internal sealed class ConceptsView
{
    private readonly HeadLayer _decoder;
    private readonly InstanceHead? _instance;
    private readonly Tensor _map;

    public ConceptsView(Tensor map, HeadLayer projection, Tensor prototypes_KC, HeadLayer decoder, InstanceHead? instance)
    {
        (_map, _decoder, _instance) = (map, decoder, instance);
        Prototypes = prototypes_KC;
        Feature = map.Mean([2, 3, 4]);
        Projected = projection.Forward(Feature);
        Codes = ConceptCodes.Of(prototypes_KC, Projected);
    }

    /// <summary>[K, C].</summary>
    public Tensor Prototypes { get; }

    /// <summary>The map's mean, [2 x B, C].</summary>
    public Tensor Feature { get; }

    /// <summary>What the codes are taken of, [2 x B, C].</summary>
    public Tensor Projected { get; }

    /// <summary>[2 x B, K].</summary>
    public Tensor Codes { get; }

    /// <summary>Positions of the map, [2 x B, N, C].</summary>
    public Tensor Tokens => _map.Flatten(2).Transpose(1, 2);

    /// <summary>What the codes decode to, [2 x B, C].</summary>
    public Tensor Decoded => _decoder.Forward(Codes);

    /// <summary>Unit vectors of whole clips, [2 x B, D].</summary>
    public Tensor Instance => (_instance ?? throw new InvalidOperationException("the recipe's concepts.instance-weight is 0")).Forward(Feature);

    /// <summary>Rows of one of the two clips.</summary>
    public static Tensor OfClip(Tensor rows, int clip)
    {
        var each = rows.Size(0) / 2;
        return rows.Narrow(0, clip * each, each);
    }
}
