using System.Numerics;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>How one player moves: a course, and a wobble of their own that is the same in kind whatever the group does.</summary>
/// <param name="Team">0 or 1.</param>
/// <param name="Course">Where the group's activity takes the player.</param>
/// <param name="WobbleX">Deviation along x, field units.</param>
/// <param name="WobbleY">Deviation along y, field units.</param>
internal sealed record PlayerMotion(int Team, Course Course, Sway WobbleX, Sway WobbleY)
{
    private static readonly (double, double) WobbleAmplitude = (0.5, 1.5);
    private static readonly (double, double) WobbleHertz = (0.5, 1.5);

    /// <summary>Gives a player who follows <paramref name="course"/> a wobble.</summary>
    public static PlayerMotion Draw(int team, Course course, KeyedRandom random) => new(
        team,
        course,
        Sway.Draw(random, WobbleAmplitude, WobbleHertz),
        Sway.Draw(random, WobbleAmplitude, WobbleHertz));

    /// <summary>The place <paramref name="seconds"/> after the clip's start.</summary>
    public Vector2 At(double seconds) => Course.At(seconds) + new Vector2(WobbleX.At(seconds), WobbleY.At(seconds));
}
