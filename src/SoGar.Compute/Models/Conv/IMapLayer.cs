using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary>What turns feature maps [B, C, T, H, W] into others.</summary>
internal interface IMapLayer
{
    /// <summary>Computes; the result belongs to the open scope.</summary>
    Tensor Forward(Tensor maps);

    /// <summary>The shape of what <see cref="Forward"/> would give, without computing it.</summary>
    /// <param name="input">Sizes of the maps of one clip.</param>
    /// <param name="products">Grows by the multiply-adds of convolutions for one clip.</param>
    MapShape Trace(MapShape input, ref long products);
}
