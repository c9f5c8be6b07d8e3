using System.Numerics;
using SoGar.Compute.Data;

namespace SoGar.Compute.Synthesis;

/// <summary>Everything that is to be seen in one clip, drawn from its key: who moves how, what they wear, where, and how it is filmed.</summary>
internal sealed class Scene
{
    private readonly Look[] _players;
    private readonly Look _referee;
    private readonly double _framesPerSecond;

    private Scene(ClipKey key, int frameCount, double framesPerSecond, bool withTarget)
    {
        _framesPerSecond = framesPerSecond;
        var people = key.Chance(ClipAspect.People);
        var size = people.Uniform(1.2, 1.3);
        var (first, second) = Kit.DrawPair(people);
        _players = [.. Enumerable.Range(0, GroupMotion.PlayerCount)
            .Select(player => Look.Draw((GroupMotion.TeamOf(player) == 0 ? first : second).Shirt, size, people))];
        _referee = Look.Draw(Rgb.Grey(people.Uniform(0.45, 0.6)), size, people);
        Group = GroupMotion.Draw(key.Activity, key.Chance(ClipAspect.Motion));
        Ball = BallMotion.Draw(frameCount / framesPerSecond, key.Chance(ClipAspect.Ball));
        Referee = RefereeMotion.Draw(frameCount, framesPerSecond, key.Chance(ClipAspect.Referee));
        Camera = Camera.Draw(key.Chance(ClipAspect.Camera));
        Court = Court.Draw(key.Chance(ClipAspect.Court));
        Grain = Grain.Draw(key.Chance(ClipAspect.Grain));
        Target = withTarget ? TargetMotion.Draw(key.Chance(ClipAspect.Target)) : null;
    }

    public GroupMotion Group { get; }

    public BallMotion Ball { get; }

    public RefereeMotion Referee { get; }

    public Camera Camera { get; }

    public Court Court { get; }

    public Grain Grain { get; }

    /// <summary>What a tracker is to follow; null where nothing is.</summary>
    public TargetMotion? Target { get; }

    /// <summary>Draws the clip named by <paramref name="key"/>.</summary>
    public static Scene Draw(ClipKey key, int frameCount, double framesPerSecond, bool withTarget = false) => new(key, frameCount, framesPerSecond, withTarget);

    /// <summary>Time of a frame since the clip's start, in seconds.</summary>
    public double SecondsAt(int frameIndex) => frameIndex / _framesPerSecond;

    /// <summary>The places of all players at one frame, in field units.</summary>
    public Vector2[] PlacesAt(int frameIndex)
    {
        var places = new Vector2[GroupMotion.PlayerCount];
        for (var player = 0; player < places.Length; player++)
            places[player] = Group.PlaceOf(player, SecondsAt(frameIndex));
        return places;
    }

    /// <summary>
    /// Everyone who may be in sight at one frame, the farthest from the camera first. Someone who is leaving the field at one edge is already
    /// coming in at the other, so one player may figure twice; the referee's number is -1.
    /// </summary>
    public List<Figure> FiguresAt(View view, int frameIndex)
    {
        var places = PlacesAt(frameIndex);
        var figures = new List<Figure>(GroupMotion.PlayerCount + 1) { new(-1, Referee.At(frameIndex), _referee) };
        for (var player = 0; player < places.Length; player++)
            foreach (var shift in Group.Wraps ? AroundTheField : InPlace)
                if (MayShow(view, places[player] + shift))
                    figures.Add(new Figure(player, places[player] + shift, _players[player]));

        // A stable order: two figures at one height must not change places from run to run.
        return [.. figures.OrderBy(figure => figure.Place.Y)];
    }

    /// <summary>The boxes of the players in sight at one frame, by player.</summary>
    public List<PlayerBox> BoxesAt(View view, int frameIndex)
    {
        var boxes = new List<PlayerBox>(GroupMotion.PlayerCount);
        foreach (var figure in FiguresAt(view, frameIndex))
            if (figure.Player >= 0 && PlayerSprite.TryBox(view, figure.Place, figure.Look, figure.Player, out var box))
                boxes.Add(box with { Action = (int)Group.ActionOf(box.Player) });
        return [.. boxes.OrderBy(box => box.Player)];
    }

    private static readonly Vector2[] InPlace = [Vector2.Zero];

    private static readonly Vector2[] AroundTheField =
        [.. from y in (int[])[-1, 0, 1] from x in (int[])[-1, 0, 1] select new Vector2(x * Field.Width, y * Field.Height)];

    private static bool MayShow(View view, Vector2 place)
    {
        const float largestSize = 1.5f;
        var margin = PlayerSprite.Reach * largestSize * view.Scale;
        var pixel = view.ToPixels(place);
        return pixel.X > -margin && pixel.X < view.Width + margin && pixel.Y > -margin && pixel.Y < view.Height + margin;
    }
}

/// <summary>One person at one frame.</summary>
/// <param name="Player">Number of the player; -1 for the referee.</param>
/// <param name="Place">Field units.</param>
/// <param name="Look">How they look.</param>
internal readonly record struct Figure(int Player, Vector2 Place, Look Look);
