namespace SoGar.Compute.Regions;

/// <summary>A box within a view, in shares of its height and width.</summary>
/// <param name="Top">Upper edge.</param>
/// <param name="Left">Left edge.</param>
/// <param name="Bottom">Lower edge.</param>
/// <param name="Right">Right edge.</param>
public readonly record struct RegionBox(double Top, double Left, double Bottom, double Right)
{
    /// <summary>Lower minus upper edge.</summary>
    public double Height => Bottom - Top;

    /// <summary>Right minus left edge.</summary>
    public double Width => Right - Left;
}
