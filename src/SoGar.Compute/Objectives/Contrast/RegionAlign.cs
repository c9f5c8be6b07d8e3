using SoGar.Compute.Regions;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives.Contrast;

/// <summary>
/// ROIAlign as ConST-CL does it (methods.md, D.3): one bilinear sample at the centre of each bin, no half-pixel shift, coordinates clamped to the
/// map. Boxes get no gradient, so the operation is a linear map of the features; on maps as small as 7 x 7 its matrix is
/// small too, and one product serves all channels, forwards and backwards.
/// </summary>
public static class RegionAlign
{
    /// <summary>The matrix that samples every bin.</summary>
    /// <param name="boxes">N boxes.</param>
    /// <param name="bins">Along each side.</param>
    /// <param name="height">Of the map.</param>
    /// <param name="width">Of the map.</param>
    /// <param name="matrix">Overwritten: [N, bins x bins, height x width], row by row.</param>
    public static void SampleMatrix<T>(ReadOnlySpan<RegionBox> boxes, int bins, int height, int width, Span<T> matrix)
        where T : struct, System.Numerics.IFloatingPoint<T>
    {
        matrix.Clear();
        var cells = height * width;
        for (var region = 0; region < boxes.Length; region++)
        {
            var box = boxes[region];
            for (var bin = 0; bin < bins * bins; bin++)
            {
                var (row, column) = (bin / bins, bin % bins);
                var y = Along(box.Top, box.Bottom, row, bins, height);
                var x = Along(box.Left, box.Right, column, bins, width);
                var cell = matrix.Slice((region * bins * bins + bin) * cells, cells);
                cell[y.Low * width + x.Low] += T.CreateChecked((1 - y.Share) * (1 - x.Share));
                cell[y.Low * width + x.High] += T.CreateChecked((1 - y.Share) * x.Share);
                cell[y.High * width + x.Low] += T.CreateChecked(y.Share * (1 - x.Share));
                cell[y.High * width + x.High] += T.CreateChecked(y.Share * x.Share);
            }
        }
    }

    /// <summary>Mean over the bins of each box.</summary>
    /// <param name="map_BPC">Features by position, rows of the map one after the other.</param>
    /// <param name="boxes">N per clip, clip after clip.</param>
    /// <param name="bins">Along each side.</param>
    /// <param name="height">Of the map.</param>
    /// <returns>[B, N, C].</returns>
    public static Tensor Pool(Tensor map_BPC, ReadOnlySpan<RegionBox> boxes, int bins, int height)
    {
        var (clips, cells) = (map_BPC.Size(0), (int)map_BPC.Size(1));
        var samples = new double[boxes.Length * bins * bins * cells];
        SampleMatrix<double>(boxes, bins, height, cells / height, samples);
        var matrix_BNP = Tensor.Over(samples, clips, boxes.Length / clips, bins * bins, cells).Mean(2).To(map_BPC.DType).To(map_BPC.Device);
        return matrix_BNP.MatMul(map_BPC);
    }

    private static (int Low, int High, double Share) Along(double from, double to, int bin, int bins, int size)
    {
        var at = Math.Clamp(from * size + (bin + 0.5) * (to - from) * size / bins, 0, size - 1);
        var low = Math.Min((int)at, size - 1);
        return (low, Math.Min(low + 1, size - 1), at - low);
    }
}
