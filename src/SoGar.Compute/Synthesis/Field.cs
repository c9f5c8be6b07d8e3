using System.Numerics;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// The plane on which players live. Lengths are field units: pixels of a 128x96 view, with the origin at its centre, x to the right and y
/// down. A view of another size shows the same field, stretched to fit, so that how players move does not depend on the size of a video.
/// </summary>
/// <remarks>
/// Both regions are larger than what a camera sees and have the same area, so that fourteen players are equally dense in either
/// and nobody enters or leaves in sight.
/// </remarks>
public static class Field
{
    /// <summary>Width of the view that field units are named after.</summary>
    public const float ViewWidth = 128;

    /// <summary>Height of the view that field units are named after.</summary>
    public const float ViewHeight = 96;

    /// <summary>Width of the rectangle round whose edges running players wrap.</summary>
    public const float Width = 160;

    /// <summary>Height of the rectangle round whose edges running players wrap.</summary>
    public const float Height = 120;

    /// <summary>Radius of the disc in which wheeling players live, of the same area as the rectangle.</summary>
    public static readonly float WheelRadius = MathF.Sqrt(Width * Height / MathF.PI);

    /// <summary>A place drawn uniformly from the rectangle.</summary>
    public static Vector2 DrawInRectangle(KeyedRandom random) =>
        new((float)random.Uniform(-Width / 2, Width / 2), (float)random.Uniform(-Height / 2, Height / 2));

    /// <summary>The place of the rectangle that <paramref name="place"/> falls on when it runs out at one edge and in at the other.</summary>
    public static Vector2 Wrap(Vector2 place) => new(Wrap(place.X, Width), Wrap(place.Y, Height));

    private static float Wrap(float value, float period) => value - period * MathF.Floor(value / period + 0.5f);
}
