using System.Globalization;

namespace SoGar.Compute.Data;

/// <summary>
/// The boxes of one video as a CSV file with a row for each box: <c>frame,player,team,x1,y1,x2,y2,action</c> (docs/data-format.md). One file per
/// video, so that whoever needs the boxes of one video reads a few kilobytes and not those of the whole set.
/// </summary>
public static class BoxFile
{
    /// <summary>Writes a track; an existing file is replaced.</summary>
    public static void Write(string path, BoxTrack track)
    {
        using var writer = new StreamWriter(path);
        writer.Write("frame,player,team,x1,y1,x2,y2,action\n");
        foreach (var frame in track.Frames)
            foreach (var box in track.At(frame))
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{frame},{box.Player},{box.Team},{box.X1:0.####},{box.Y1:0.####},{box.X2:0.####},{box.Y2:0.####},{box.Action}\n"));
    }

    /// <summary>Reads a track. The columns <c>player</c>, <c>team</c> and <c>action</c> may be missing, others are passed over.</summary>
    /// <exception cref="DataException">The file cannot be read, or lines of it are malformed; all of them are named, up to a limit.</exception>
    public static BoxTrack Read(string path)
    {
        var complaints = new Complaints();
        var boxes = new List<(int, PlayerBox)>();
        foreach (var row in CsvTable.Read(path, complaints, "frame", "x1", "y1", "x2", "y2"))
            if (TryParse(row, out var frame, out var box))
                boxes.Add((frame, box));
            else
                complaints.Add($"{path}, line {row.Line}: not a box; expected a frame number from 0 and 0 <= x1 < x2 <= 1, 0 <= y1 < y2 <= 1");

        complaints.ThrowIfAny();
        return BoxTrack.Of(boxes);
    }

    private static bool TryParse(CsvRow row, out int frame, out PlayerBox box)
    {
        box = default;
        if (!row.TryInt("frame", out frame) || frame < 0
            || !row.TryIntOr("player", -1, out var player) || !row.TryIntOr("team", -1, out var team) || !row.TryIntOr("action", -1, out var action)
            || !row.TryFloat("x1", out var x1) || !row.TryFloat("y1", out var y1)
            || !row.TryFloat("x2", out var x2) || !row.TryFloat("y2", out var y2))
            return false;

        box = new PlayerBox(player, team, x1, y1, x2, y2, action);
        return 0 <= x1 && x1 < x2 && x2 <= 1 && 0 <= y1 && y1 < y2 && y2 <= 1;
    }
}
