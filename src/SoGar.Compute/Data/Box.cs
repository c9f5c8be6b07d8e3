namespace SoGar.Compute.Data;

/// <summary>A rectangle with its sides along the axes, x to the right, y down; in pixels or in shares of a frame, as whoever has it says.</summary>
/// <param name="X1">Left edge.</param>
/// <param name="Y1">Upper edge.</param>
/// <param name="X2">Right edge.</param>
/// <param name="Y2">Lower edge.</param>
public readonly record struct Box(double X1, double Y1, double X2, double Y2)
{
    /// <summary>Width; negative where the edges are exchanged.</summary>
    public double Width => X2 - X1;

    /// <summary>Height; negative where the edges are exchanged.</summary>
    public double Height => Y2 - Y1;

    /// <summary>X of the middle.</summary>
    public double CentreX => (X1 + X2) / 2;

    /// <summary>Y of the middle.</summary>
    public double CentreY => (Y1 + Y2) / 2;

    /// <summary>Area; 0 where an edge is exchanged.</summary>
    public double Area => IsEmpty ? 0 : Width * Height;

    /// <summary>Whether nothing lies inside.</summary>
    public bool IsEmpty => !(X2 > X1 && Y2 > Y1);

    /// <summary>The box of a corner and a size, as trackers write it.</summary>
    public static Box OfCorner(double x, double y, double width, double height) => new(x, y, x + width, y + height);

    /// <summary>The box of a middle and a size.</summary>
    public static Box Around(double x, double y, double width, double height) => new(x - width / 2, y - height / 2, x + width / 2, y + height / 2);

    /// <summary>Area in common by area of both together; 0 where either is empty.</summary>
    public double IntersectionOverUnion(Box other)
    {
        var shared = new Box(Math.Max(X1, other.X1), Math.Max(Y1, other.Y1), Math.Min(X2, other.X2), Math.Min(Y2, other.Y2)).Area;
        return shared > 0 ? shared / (Area + other.Area - shared) : 0;
    }

    /// <summary>Distance between the middles.</summary>
    public double CentreDistance(Box other) => Math.Sqrt(Math.Pow(CentreX - other.CentreX, 2) + Math.Pow(CentreY - other.CentreY, 2));

    /// <summary>The part within 0 to <paramref name="width"/> and 0 to <paramref name="height"/>.</summary>
    public Box Clipped(double width, double height) =>
        new(Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));

    /// <summary>The same box in another unit, such as pixels for shares.</summary>
    public Box Scaled(double x, double y) => new(X1 * x, Y1 * y, X2 * x, Y2 * y);
}
