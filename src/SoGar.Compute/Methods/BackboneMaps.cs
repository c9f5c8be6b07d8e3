using SoGar.Compute.Models.Conv;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Methods;

/// <summary>The feature maps that methods look at, by what they stand for.</summary>
internal static class BackboneMaps
{
    /// <summary>The maps whose mean stands for the clip, [B, C, T', H', W'].</summary>
    public static Tensor ClipMap(this ConvBackbone backbone, Tensor clips) => backbone.Branches(clips).Clip;

    /// <summary>The maps of the clip and those of regions: two where the backbone ends in two branches, else the same.</summary>
    public static (Tensor Clip, Tensor Region) Branches(this ConvBackbone backbone, Tensor clips)
    {
        var maps = backbone.Maps(clips);
        return backbone.Levels[^1].Name.EndsWith("_region", StringComparison.Ordinal) ? (maps[^2], maps[^1]) : (maps[^1], maps[^1]);
    }
}
