using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>The ground that a clip is played on. Darker than every player, and drawn apart from the activity.</summary>
/// <param name="Floor">Colour before stripes and light.</param>
/// <param name="LineLift">What a marking adds to each part of the colour.</param>
/// <param name="Markings">Strokes in field units.</param>
/// <param name="StripesAlongX">True if brightness alternates along x, false if along y.</param>
/// <param name="StripeWidth">Field units.</param>
/// <param name="StripePhase">Field units.</param>
/// <param name="LightX">Relative change of brightness from the view's centre to its right edge.</param>
/// <param name="LightY">Relative change of brightness from the view's centre to its lower edge.</param>
internal sealed record Court(
    Rgb Floor, float LineLift, IReadOnlyList<Stroke> Markings, bool StripesAlongX, float StripeWidth, float StripePhase, float LightX, float LightY)
{
    private const float StripeDepth = 0.05f;
    private const double GradientLimit = 0.12;

    /// <summary>Draws a court.</summary>
    public static Court Draw(KeyedRandom random)
    {
        var floor = Rgb.FromHsv(random.NextDouble(), random.Uniform(0.2, 0.7), random.Uniform(0.15, 0.4));
        var lift = (float)random.Uniform(0.08, 0.2);
        var markings = CourtMarkings.Of(
            random.NextInt(CourtMarkings.KindCount), (float)random.Uniform(54, 66), (float)random.Uniform(38, 50));
        var stripesAlongX = random.Happens(0.5);
        var stripeWidth = random.Uniform(8, 16);
        var (sin, cos) = Math.SinCos(random.Phase());
        var gradient = random.Uniform(0, GradientLimit);
        return new Court(
            floor, lift, markings, stripesAlongX, (float)stripeWidth, (float)random.Uniform(0, 2 * stripeWidth),
            (float)(gradient * cos), (float)(gradient * sin));
    }

    /// <summary>Brightness of the unmarked floor relative to <see cref="Floor"/>, at a place in field units.</summary>
    public float ShadeAt(float x, float y)
    {
        var along = ((StripesAlongX ? x : y) + StripePhase) / StripeWidth;
        var stripe = ((int)MathF.Floor(along) & 1) == 0 ? 1 : 1 - StripeDepth;
        return stripe * (1 + LightX * x / (Field.ViewWidth / 2) + LightY * y / (Field.ViewHeight / 2));
    }
}
