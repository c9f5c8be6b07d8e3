using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models;

/// <summary>Resizes position and time tables to the grid of a clip (methods.md, A.1); the results are differentiable by the stored tables.</summary>
internal static class EmbeddingTables
{
    /// <summary>Resizes a table of positions.</summary>
    /// <param name="table">[1, G G, D], row by row.</param>
    /// <param name="rows">Wanted rows.</param>
    /// <param name="columns">Wanted columns.</param>
    /// <param name="rule">How.</param>
    /// <returns>[1, rows * columns, D].</returns>
    public static Tensor Space(Tensor table, long rows, long columns, Interpolation rule)
    {
        var side = (long)Math.Round(Math.Sqrt(table.Size(1)));
        // The grid decides, not the number of patches: 7 x 28 are as many as 14 x 14.
        if (rows == side && columns == side)
            return table;
        if (rule == Interpolation.Nearest)
            return table.IndexSelect(1, Tensor.From(NearestSpace(side, rows, columns)).To(table.Device));
        var image = table.View(1, side, side, -1).Permute(0, 3, 1, 2);
        return F.UpsampleBicubic2d(image, rows, columns).Permute(0, 2, 3, 1).Reshape(1, rows * columns, -1);
    }

    /// <summary>Resizes a table of times.</summary>
    /// <param name="table">[1, F, D].</param>
    /// <param name="frames">Wanted length.</param>
    /// <param name="rule">How.</param>
    /// <returns>[1, frames, D].</returns>
    public static Tensor Time(Tensor table, long frames, Interpolation rule)
    {
        if (frames == table.Size(1))
            return table;
        return rule == Interpolation.Nearest
            ? table.IndexSelect(1, Tensor.From(Nearest(table.Size(1), frames)).To(table.Device))
            : F.UpsampleLinear1d(table.Transpose(1, 2), frames).Transpose(1, 2);
    }

    // The released code's rule: floor(destination * in / out), here without a rounded quotient in between.
    private static long[] Nearest(long from, long to) => [.. Enumerable.Range(0, (int)to).Select(index => index * from / to)];

    private static long[] NearestSpace(long side, long rows, long columns) =>
        [.. from y in Nearest(side, rows) from x in Nearest(side, columns) select y * side + x];
}
