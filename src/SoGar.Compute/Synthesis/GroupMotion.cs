using System.Numerics;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// The motion of two teams of seven through one clip. The activity decides courses only; where players are at any one moment is
/// uniform whichever it is, so that the order of frames is the only evidence.
/// </summary>
public sealed class GroupMotion
{
    /// <summary>Players of one team.</summary>
    public const int TeamSize = 7;

    /// <summary>Players of both teams; the first <see cref="TeamSize"/> are team 0.</summary>
    public const int PlayerCount = 2 * TeamSize;

    // A wheeling player turns by speed / TurningRadius radians per second: as fast as a runner at that distance from the centre.
    private const double TurningRadius = 42;

    private readonly PlayerMotion[] _players;

    private GroupMotion(Activity activity, PlayerMotion[] players) => (Activity, _players) = (activity, players);

    /// <summary>What the group does.</summary>
    public Activity Activity { get; }

    /// <summary>True if players wrap round the edges of the field's rectangle, so that one at an edge is also just beyond the opposite one.</summary>
    internal bool Wraps => Activity is not (Activity.WheelClockwise or Activity.WheelCounterClockwise);

    /// <summary>Draws one group doing <paramref name="activity"/>.</summary>
    public static GroupMotion Draw(Activity activity, KeyedRandom random)
    {
        var clipSpeed = random.Uniform(30, 48);
        var sign = random.Sign();
        var players = new PlayerMotion[PlayerCount];
        for (var player = 0; player < PlayerCount; player++)
        {
            var team = TeamOf(player);
            var speed = clipSpeed * random.Uniform(0.75, 1.25);
            players[player] = PlayerMotion.Draw(team, DrawCourse(activity, speed, team == 0 ? sign : -sign, random), random);
        }

        return new GroupMotion(activity, players);
    }

    /// <summary>0 or 1.</summary>
    public static int TeamOf(int player) => player / TeamSize;

    /// <summary>What <paramref name="player"/> does, which for teams that cross is not what the group does.</summary>
    public PlayerAction ActionOf(int player) => _players[player].Course switch
    {
        WheelingCourse { AngularVelocity: > 0 } => PlayerAction.CircleClockwise,
        WheelingCourse => PlayerAction.CircleCounterClockwise,
        RunningCourse { Velocity.X: > 0 } => PlayerAction.RunRight,
        RunningCourse { Velocity.X: < 0 } => PlayerAction.RunLeft,
        RunningCourse { Velocity.Y: > 0 } => PlayerAction.RunDown,
        _ => PlayerAction.RunUp,
    };

    /// <summary>Where <paramref name="player"/> is, in field units, <paramref name="seconds"/> after the clip's start.</summary>
    public Vector2 PlaceOf(int player, double seconds) => _players[player].At(seconds);

    private static Course DrawCourse(Activity activity, double speed, int crossingSign, KeyedRandom random) => activity switch
    {
        Activity.AdvanceRight => Run(speed, 0, random),
        Activity.AdvanceLeft => Run(-speed, 0, random),
        Activity.AdvanceDown => Run(0, speed, random),
        Activity.AdvanceUp => Run(0, -speed, random),
        Activity.CrossLengthways => Run(crossingSign * speed, 0, random),
        Activity.CrossSideways => Run(0, crossingSign * speed, random),
        Activity.WheelClockwise => Wheel(speed, random),
        Activity.WheelCounterClockwise => Wheel(-speed, random),
        _ => throw new ArgumentOutOfRangeException(nameof(activity), activity, "not an activity"),
    };

    private static RunningCourse Run(double velocityX, double velocityY, KeyedRandom random) =>
        new(Field.DrawInRectangle(random), new Vector2((float)velocityX, (float)velocityY));

    // The square root makes the disc uniformly dense.
    private static WheelingCourse Wheel(double speed, KeyedRandom random) =>
        new(Field.WheelRadius * Math.Sqrt(random.NextDouble()), random.Phase(), speed / TurningRadius);
}
