using SoGar.Compute.Torch;

namespace SoGar.Compute.Methods.ConstCl;

/// <summary>Which slices of a feature map are the context, and where their positions are (methods.md, D.3).</summary>
public static class ContextSlices
{
    /// <summary>Slices round the middle one, as far apart as fit: of 8 slices 5 are 2 ... 6, and 3 are 2, 4, 6.</summary>
    /// <param name="slices">Slices of the map.</param>
    /// <param name="context">How many are wanted; 0 or odd. A map with fewer gives all it has.</param>
    public static long[] Of(int slices, int context)
    {
        if (context == 0) return [];
        var apart = Math.Max(1, slices / context);
        var reach = (context - 1) / 2;
        return [.. Enumerable.Range(-reach, 2 * reach + 1).Select(j => (long)(slices / 2 + j * apart)).Where(slice => slice >= 0 && slice < slices)];
    }

    /// <summary>Time, row and column of each position, each with mean 0: [M, 3], slices outermost, then rows.</summary>
    public static Tensor Places(ReadOnlySpan<long> slices, int height, int width)
    {
        var places = new float[slices.Length * height * width * 3];
        var middle = 0.0;
        foreach (var slice in slices) middle += (double)slice / slices.Length;
        var at = 0;
        foreach (var slice in slices)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    places[at++] = (float)(slice - middle);
                    places[at++] = y - (height - 1) / 2f;
                    places[at++] = x - (width - 1) / 2f;
                }
            }
        }

        return Tensor.From(places, slices.Length * height * width, 3);
    }
}
