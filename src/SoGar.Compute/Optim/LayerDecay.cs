using System.Globalization;

namespace SoGar.Compute.Optim;

/// <summary>
/// Learning rates that fall from the head towards the input: a layer that lies d layers below the head moves by decay^d of the rate (Clark et al.,
/// ELECTRA, appendix; the reference default of F.3 is 0.75). Embeddings and stems are the lowest layer, then every block or stage is one; final norm
/// and head are the top.
/// </summary>
/// <param name="layout">Of a network whose backbone's names begin with <c>backbone.</c>.</param>
/// <param name="decay">More than 0, at most 1; 1 has all layers move alike.</param>
public sealed class LayerDecay(ParameterLayout layout, double decay)
{
    private const string Backbone = "backbone.";

    private static readonly string[] Numbered = ["blocks.", "features.", "layer"];

    private readonly int _top = 1 + layout.Slots.Max(slot => LevelOf(slot.Name) ?? 0);

    /// <summary>The share of the learning rate that a tensor moves by.</summary>
    public double ShareOf(ParameterSlot slot) => Math.Pow(decay, _top - (LevelOf(slot.Name) ?? _top));

    // Null for what lies above all numbered layers. Names are those of the public implementations, which count blocks and features from 0 and stages from 1.
    private static int? LevelOf(string name)
    {
        if (!name.StartsWith(Backbone, StringComparison.Ordinal)) return null;
        var inside = name[Backbone.Length..];
        if (Numbered.FirstOrDefault(prefix => inside.StartsWith(prefix, StringComparison.Ordinal)) is not { } numbered)
            return inside.StartsWith("norm.", StringComparison.Ordinal) ? null : 0;
        var digits = inside[numbered.Length..].TakeWhile(char.IsAsciiDigit).ToArray();
        return int.Parse(digits, CultureInfo.InvariantCulture) + (numbered == "layer" ? 0 : 1);
    }
}
