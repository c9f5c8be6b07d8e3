using SoGar.Compute.Objectives.Contrast;
using SoGar.Compute.Regions;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Methods.ConstCl;

// B clips, N regions, C channels of a map, T slices of it.

/// <summary>The regions of one view of every clip of a shard, and what stands in them.</summary>
/// <param name="sets">One per clip.</param>
/// <param name="slices">The slice of the map that the regions of each clip are cut from.</param>
/// <param name="device">What computes on them.</param>
internal sealed class ViewRegions(RegionSet[] sets, long[] slices, Device device = default)
{
    /// <summary>Ones and zeros, float32 [B, N].</summary>
    public Tensor Valid { get; } =
        Tensor.From([.. sets.SelectMany(set => set.Valid.Select(valid => valid ? 1f : 0f))], sets.Length, sets[0].Valid.Length).To(device);

    /// <summary>Mean features of the regions.</summary>
    /// <param name="map_BCTHW">Of this view.</param>
    /// <param name="bins">Along each side of a region.</param>
    /// <returns>[B, N, C].</returns>
    public Tensor Pool(Tensor map_BCTHW, int bins)
    {
        var slices_BCHW = F.Stack([.. slices.Select((slice, clip) => map_BCTHW.Select(0, clip).Select(1, slice))]);
        RegionBox[] boxes = [.. sets.SelectMany(set => set.Boxes)];
        return RegionAlign.Pool(slices_BCHW.Flatten(2).Transpose(1, 2), boxes, bins, (int)map_BCTHW.Size(3));
    }

    /// <summary>Time, row and column of the regions' centres in the map, each counted from its middle: [B, N, 3].</summary>
    public Tensor Places(int mapSlices, int height, int width)
    {
        var places = new List<float>();
        for (var clip = 0; clip < sets.Length; clip++)
        {
            foreach (var box in sets[clip].Boxes)
            {
                places.Add(slices[clip] - mapSlices / 2);
                places.Add((float)((box.Top + box.Bottom - 1) / 2 * height));
                places.Add((float)((box.Left + box.Right - 1) / 2 * width));
            }
        }

        return Tensor.From([.. places], sets.Length, sets[0].Boxes.Length, 3).To(device);
    }
}
