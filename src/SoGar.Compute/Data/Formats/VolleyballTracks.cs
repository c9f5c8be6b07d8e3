using System.Collections.Immutable;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// Tracked players of Volleyball (Sendo and Ukita 2019): VATIC lines <c>player xmin ymin xmax ymax frame lost grouping generated "action"</c> over 20 frames,
/// of which the eleventh is the target frame.
/// </summary>
internal static class VolleyballTracks
{
    private const int FramesBefore = 10;
    private const int FrameCount = 20;

    /// <summary>Reads the boxes of the frames round the target frame; that one itself is annotated already.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keyFrame">The target frame's place in the clip.</param>
    /// <exception cref="DataException">The file cannot be read, or lines of it are malformed.</exception>
    public static ImmutableArray<PersonNote> Read(string path, int keyFrame)
    {
        var complaints = new Complaints();
        var people = ImmutableArray.CreateBuilder<PersonNote>();
        foreach (var line in TextLine.ReadAll(path, path))
        {
            var words = line.Words();
            if (words.Length != 10 || TextLine.Ints(words.AsSpan(0, 9)) is not { } numbers)
                complaints.Add(
                    path, line.Number,
                    $"{words.Length} fields; expected nine whole numbers and an action: player xmin ymin xmax ymax frame lost grouping generated \"action\"");
            else if (numbers[5] is < 0 or >= FrameCount)
                complaints.Add(path, line.Number, $"frame is {numbers[5]}; frames run from 0 to {FrameCount - 1}");
            else if (VolleyballFormat.Actions.IndexOf(words[9].Trim('"')) is var action && action < 0)
                complaints.Add(path, line.Number, $"the action is {words[9]}; {string.Join(", ", VolleyballFormat.Actions)} are known");
            else if (numbers[1] >= numbers[3] || numbers[2] >= numbers[4])
                complaints.Add(path, line.Number, "the box is empty; xmin < xmax and ymin < ymax are needed");
            else if (numbers[6] == 0 && numbers[5] != FramesBefore)
                people.Add(new PersonNote(keyFrame - FramesBefore + numbers[5], numbers[0], new Box(numbers[1], numbers[2], numbers[3], numbers[4]), [action]));
        }

        complaints.ThrowIfAny();
        return people.ToImmutable();
    }
}
