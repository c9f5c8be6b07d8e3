using System.Numerics;

namespace SoGar.Compute.Synthesis;

/// <summary>The path that a player follows, in field units and seconds. Every kind keeps a uniform density uniform.</summary>
internal abstract record Course
{
    /// <summary>The place <paramref name="seconds"/> after the clip's start.</summary>
    public abstract Vector2 At(double seconds);
}

/// <summary>Straight on at one velocity, wrapping round the edges of the field's rectangle.</summary>
/// <param name="Start">Place at time zero, inside the rectangle.</param>
/// <param name="Velocity">Field units per second.</param>
internal sealed record RunningCourse(Vector2 Start, Vector2 Velocity) : Course
{
    public override Vector2 At(double seconds) => Field.Wrap(Start + Velocity * (float)seconds);
}

/// <summary>Round the field's centre at one distance.</summary>
/// <param name="Radius">Distance from the centre, field units.</param>
/// <param name="StartAngle">Radians at time zero, growing clockwise on screen because y points down.</param>
/// <param name="AngularVelocity">Radians per second, positive for clockwise.</param>
internal sealed record WheelingCourse(double Radius, double StartAngle, double AngularVelocity) : Course
{
    public override Vector2 At(double seconds)
    {
        var (sin, cos) = Math.SinCos(StartAngle + AngularVelocity * seconds);
        return new Vector2((float)(Radius * cos), (float)(Radius * sin));
    }
}
