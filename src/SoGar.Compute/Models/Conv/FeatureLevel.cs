namespace SoGar.Compute.Models.Conv;

/// <summary>One depth at which a backbone's feature maps can be had.</summary>
/// <param name="Name">By the public implementation, e.g. <c>layer3</c>.</param>
/// <param name="Channels">Width of its maps.</param>
/// <param name="FrameStride">Frames of the clip per frame of the maps.</param>
/// <param name="PixelStride">Pixels of the clip per pixel of the maps.</param>
public sealed record FeatureLevel(string Name, int Channels, int FrameStride, int PixelStride);
