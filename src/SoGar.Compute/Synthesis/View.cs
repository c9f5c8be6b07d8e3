using System.Numerics;

namespace SoGar.Compute.Synthesis;

/// <summary>How one frame shows the field: which point is in the middle and how large a field unit is.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="CentreX">Field x in the middle of the frame.</param>
/// <param name="CentreY">Field y in the middle of the frame.</param>
/// <param name="Zoom">1 shows exactly 128x96 field units.</param>
internal readonly record struct View(int Width, int Height, float CentreX, float CentreY, float Zoom)
{
    /// <summary>Pixels per field unit along x.</summary>
    public float ScaleX => Width / Field.ViewWidth * Zoom;

    /// <summary>Pixels per field unit along y.</summary>
    public float ScaleY => Height / Field.ViewHeight * Zoom;

    /// <summary>Pixels per field unit for what must not be stretched, such as people.</summary>
    public float Scale => MathF.Sqrt(ScaleX * ScaleY);

    /// <summary>The pixel coordinates of a place; pixel i covers [i, i+1).</summary>
    public Vector2 ToPixels(Vector2 place) =>
        new((place.X - CentreX) * ScaleX + Width / 2f, (place.Y - CentreY) * ScaleY + Height / 2f);

    /// <summary>Field x of pixel coordinate <paramref name="x"/>.</summary>
    public float FieldX(float x) => (x - Width / 2f) / ScaleX + CentreX;

    /// <summary>Field y of pixel coordinate <paramref name="y"/>.</summary>
    public float FieldY(float y) => (y - Height / 2f) / ScaleY + CentreY;
}
