using System.Numerics;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>The object that a tracker is to follow: a banded balloon that drifts over the field and never leaves the view.</summary>
internal sealed record TargetMotion(Sway SlowX, Sway SlowY, Sway FastX, Sway FastY, Sway Growth, float Radius, Rgb Colour, Rgb Band)
{
    private static readonly (double, double) SlowHertz = (0.1, 0.3);
    private static readonly (double, double) FastHertz = (0.4, 0.9);

    /// <summary>Draws path, size and colours.</summary>
    public static TargetMotion Draw(KeyedRandom random)
    {
        var hue = random.NextDouble();
        return new TargetMotion(
            Sway.Draw(random, (20, 36), SlowHertz), Sway.Draw(random, (12, 22), SlowHertz),
            Sway.Draw(random, (3, 8), FastHertz), Sway.Draw(random, (2, 6), FastHertz), Sway.Draw(random, (0, 0.15), SlowHertz),
            (float)random.Uniform(7, 10), Rgb.FromHsv(hue, 0.9, 1), Rgb.FromHsv(hue + 0.5, 0.9, 1));
    }

    /// <summary>The balloon's middle, in field units.</summary>
    public Vector2 PlaceAt(double seconds) => new(SlowX.At(seconds) + FastX.At(seconds), SlowY.At(seconds) + FastY.At(seconds));

    /// <summary>Half of its width, in field units; it is as high.</summary>
    public float RadiusAt(double seconds) => Radius * (1 + Growth.At(seconds));

    /// <summary>Paints it over all that stands there.</summary>
    public void Paint(Canvas canvas, View view, double seconds)
    {
        var centre = view.ToPixels(PlaceAt(seconds));
        var radius = RadiusAt(seconds) * view.Scale;
        canvas.FillEllipse(centre.X, centre.Y, radius, radius, Colour);
        canvas.FillEllipse(centre.X, centre.Y, radius * 0.95f, radius * 0.35f, Band);
    }

    /// <summary>Its box in pixels.</summary>
    public Data.Box BoxAt(View view, double seconds)
    {
        var centre = view.ToPixels(PlaceAt(seconds));
        var radius = RadiusAt(seconds) * view.Scale;
        return Data.Box.Around(centre.X, centre.Y, 2 * radius, 2 * radius);
    }
}
