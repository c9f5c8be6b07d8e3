using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary>The largest value of each window.</summary>
internal sealed class MaxPoolLayer(Window window) : IMapLayer
{
    public Tensor Forward(Tensor maps) => F.MaxPool3d(maps, window.Size, window.Stride, window.Padding);

    public MapShape Trace(MapShape input, ref long products) => input.Slide(input.Channels, window);
}
