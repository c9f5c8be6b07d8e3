using System.Numerics;
using SoGar.Compute.Data;

namespace SoGar.Compute.Synthesis;

/// <summary>A person seen by the camera: legs, torso and head, the same from every side, about 8x16 pixels in a view of 128x96.</summary>
internal static class PlayerSprite
{
    private static readonly Ellipse Legs = new(4, 2.2f, 2.4f);
    private static readonly Ellipse Torso = new(0, 3.2f, 3.8f);
    private static readonly Ellipse Head = new(-5, 1.9f, 1.9f);

    /// <summary>Half of the sprite's largest extent in field units, for a <see cref="Look.Size"/> of 1.</summary>
    public const float Reach = 7;

    /// <summary>Paints a person whose torso is centred at <paramref name="place"/>.</summary>
    public static void Paint(Canvas canvas, View view, Vector2 place, Look look)
    {
        var centre = view.ToPixels(place);
        var unit = view.Scale * look.Size;
        Fill(Legs, look.Legs);
        Fill(Torso, look.Shirt);
        Fill(Head, look.Skin);

        void Fill(Ellipse part, Rgb colour) =>
            canvas.FillEllipse(centre.X, centre.Y + part.Y * unit, part.RadiusX * unit, part.RadiusY * unit, colour);
    }

    // A sliver that no pixel shows; its corners would also coincide in the four digits of a file of boxes.
    private const float LeastVisiblePixels = 0.5f;

    /// <summary>The smallest box round the visible part of that person; false if less than half a pixel of it is across or down.</summary>
    public static bool TryBox(View view, Vector2 place, Look look, int player, out PlayerBox box)
    {
        var centre = view.ToPixels(place);
        var unit = view.Scale * look.Size;
        var left = Math.Max(0, centre.X - Torso.RadiusX * unit);
        var right = Math.Min(view.Width, centre.X + Torso.RadiusX * unit);
        var top = Math.Max(0, centre.Y + (Head.Y - Head.RadiusY) * unit);
        var bottom = Math.Min(view.Height, centre.Y + (Legs.Y + Legs.RadiusY) * unit);
        box = new PlayerBox(
            player, GroupMotion.TeamOf(player), left / view.Width, top / view.Height, right / view.Width, bottom / view.Height);
        return right - left >= LeastVisiblePixels && bottom - top >= LeastVisiblePixels;
    }

    private readonly record struct Ellipse(float Y, float RadiusX, float RadiusY);
}
