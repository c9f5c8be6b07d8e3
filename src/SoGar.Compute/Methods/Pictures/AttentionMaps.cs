using SoGar.Compute.Pictures;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Methods.Pictures;

/// <summary>Weights over all positions of a map as a picture has them.</summary>
internal static class AttentionMaps
{
    /// <summary>One query's weights.</summary>
    /// <param name="weights_N">Sum 1, slices outermost, then rows.</param>
    /// <param name="slices">Slices of the map.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <returns>Shares in which an even spread over slices and positions is 1 at each place, as it is over one frame.</returns>
    public static AttentionMap Of(Tensor weights_N, int slices, int rows, int columns) =>
        new((weights_N * (double)slices).Contiguous().ToArray<float>(), slices, rows, columns);
}
