using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>A network that embeds clips: what every method and every evaluation needs of a backbone.</summary>
public interface IBackbone
{
    /// <summary>Width of a clip's embedding.</summary>
    int OutputWidth { get; }

    /// <summary>Embeds clips.</summary>
    /// <param name="clips">float32 [B, 3, T, H, W], normalised; borrowed.</param>
    /// <param name="key">Keys the draws of a pass in training, where the backbone makes some; null outside of training.</param>
    /// <returns>float32 [B, <see cref="OutputWidth"/>]; belongs to the open scope.</returns>
    Tensor Forward(Tensor clips, DropPathKey? key = null);

    /// <summary>Multiply-adds of convolutions, matrix products and attention in one forward pass over one clip: what papers call FLOPs.</summary>
    long ProductsOf(int frames, int height, int width);
}
