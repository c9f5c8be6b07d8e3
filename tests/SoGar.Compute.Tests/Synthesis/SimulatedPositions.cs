using System.Numerics;
using SoGar.Compute.Data;
using SoGar.Compute.Synthesis;

namespace SoGar.Compute.Tests.Synthesis;

/// <summary>True player positions of simulated clips, without any rendering: what a perfect detector would see.</summary>
internal static class SimulatedPositions
{
    public const double FramesPerSecond = 25;
    public const int LastFrame = 63;

    private const int CellsX = 16;
    private const int CellsY = 12;

    /// <summary>The motion of a clip, drawn as the generator draws it.</summary>
    public static GroupMotion Group(ulong seed, int index)
    {
        var key = new ClipKey(seed, Split.Train, index);
        return GroupMotion.Draw(key.Activity, key.Chance(ClipAspect.Motion));
    }

    public static Vector2[] PlacesAt(GroupMotion group, int frameIndex) =>
        [.. Enumerable.Range(0, GroupMotion.PlayerCount).Select(player => group.PlaceOf(player, frameIndex / FramesPerSecond))];

    /// <summary>How many players of each team stand in each of 16x12 cells of the view; as the indices that count one each.</summary>
    public static int[] CountMap(ReadOnlySpan<Vector2> places)
    {
        var cells = new List<int>(places.Length);
        for (var player = 0; player < places.Length; player++)
            AddCell(cells, player, places[player].X / Field.ViewWidth + 0.5f, places[player].Y / Field.ViewHeight + 0.5f);
        return [.. cells];
    }

    /// <summary>The same of what a camera sees, those included who come in at one edge while they leave at the other.</summary>
    public static int[] PixelMap(View view, IEnumerable<Figure> figures)
    {
        var cells = new List<int>();
        foreach (var figure in figures)
            if (figure.Player >= 0 && view.ToPixels(figure.Place) is var pixel)
                AddCell(cells, figure.Player, pixel.X / view.Width, pixel.Y / view.Height);
        return [.. cells];
    }

    public const int CountMapSize = 2 * CellsX * CellsY;

    /// <summary>Which way each player goes between two frames, by team and quarter of the view; as the indices that count one each.</summary>
    public static int[] DirectionMap(ReadOnlySpan<Vector2> before, ReadOnlySpan<Vector2> after)
    {
        var cells = new int[before.Length];
        for (var player = 0; player < before.Length; player++)
        {
            var step = after[player] - before[player];
            var direction = Math.Abs(step.X) > Math.Abs(step.Y) ? (step.X > 0 ? 0 : 1) : (step.Y > 0 ? 2 : 3);
            var quarter = (before[player].X > 0 ? 1 : 0) + (before[player].Y > 0 ? 2 : 0);
            cells[player] = (GroupMotion.TeamOf(player) * 4 + quarter) * 4 + direction;
        }

        return cells;
    }

    public const int DirectionMapSize = 2 * 4 * 4;

    private static void AddCell(List<int> cells, int player, float shareX, float shareY)
    {
        if (shareX is >= 0 and < 1 && shareY is >= 0 and < 1)
            cells.Add((GroupMotion.TeamOf(player) * CellsY + (int)(shareY * CellsY)) * CellsX + (int)(shareX * CellsX));
    }
}
