using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// Collective Activity (Choi et al. 2009): <c>seq01/frame0001.jpg</c> and <c>seq01/annotations.txt</c> with tabs between <c>frame x y w h action pose</c>. A
/// clip begins at each tenth frame and has ten; its label is what most people do, those who do nothing not counted.
/// </summary>
internal static partial class CollectiveActivityFormat
{
    /// <summary>What people, and so the whole, do; action 1 of the files is none of these.</summary>
    public static ImmutableArray<string> Activities { get; } = ["Crossing", "Waiting", "Queueing", "Walking", "Talking"];

    /// <summary>What single people do, in the order of the files.</summary>
    public static ImmutableArray<string> Actions { get; } = ["NA", .. Activities];

    private const int SequenceCount = 44;
    private const int ClipFrames = 10;

    private static readonly int[] Test = [5, 6, 7, 8, 9, 10, 11, 15, 16, 25, 28, 29];

    public static DataSet Read(FormatFolder folder)
    {
        for (var sequence = 1; sequence <= SequenceCount; sequence++)
        {
            var name = $"seq{sequence:D2}";
            if (folder.HasFolder(name)) ReadSequence(folder, name, Test.Contains(sequence) ? Split.Test : Split.Train);
            else folder.Miss(name, null, "not there");
        }

        return new DataSet(folder.Root, folder.Samples, Activities, hasSplits: true) { ActionNames = Actions };
    }

    private static void ReadSequence(FormatFolder folder, string sequence, Split split)
    {
        var list = $"{sequence}/annotations.txt";
        var length = folder.FilesIn(sequence, Frame()).Select(name => int.Parse(name.AsSpan(5, 4), CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        var people = new SortedDictionary<int, List<PersonNote>>();
        var firstLines = new Dictionary<int, int>();
        foreach (var line in folder.Lines(list))
            if (TryParse(line.Fields('\t'), out var frame, out var box, out var action) is { } reason)
                folder.Refuse(list, line.Number, reason);
            else if (frame % ClipFrames == 1 && frame + ClipFrames - 1 <= length)
            {
                firstLines.TryAdd(frame, line.Number);
                if (!people.TryGetValue(frame, out var present)) people.Add(frame, present = []);
                present.Add(new PersonNote(0, present.Count, box, [action]));
            }

        foreach (var (frame, present) in people)
            if (LabelOf(present) is { } label)
                folder.AddImages(
                    list, firstLines[frame], $"{sequence}/{frame:D4}", sequence, new NumberedImages("frame", 4, ".jpg", frame, ClipFrames), split, label,
                    () => new ClipAnnotation { InPixels = true, KeyFrame = 0, People = [.. present] });
    }

    private static string? TryParse(string[] fields, out int frame, out Box box, out int action)
    {
        (frame, box, action) = (0, default, -1);
        if (fields.Length != 7) return $"{fields.Length} fields; expected seven with tabs between: frame x y w h action pose";
        if (!TextLine.TryInt(fields[0].Trim(), out frame) || frame < 1) return $"frame is '{fields[0]}'; a whole number from 1 would work";
        if (TextLine.Numbers(fields.AsSpan(1, 4)) is not [var x, var y, > 0 and var width, > 0 and var height])
            return $"the box is '{string.Join(' ', fields[1..5])}'; four numbers x y w h with w and h above 0 would work";
        if (!TextLine.TryInt(fields[5].Trim(), out var number) || number < 1 || number > Actions.Length)
            return $"action is '{fields[5]}'; 1 to {Actions.Length} would work ({string.Join(", ", Actions)})";
        if (!TextLine.TryInt(fields[6].Trim(), out _)) return $"pose is '{fields[6]}'; a whole number would work";
        (box, action) = (Box.OfCorner(x, y, width, height), number - 1);
        return null;
    }

    // Of equally frequent actions the first; null where nobody does anything that counts.
    private static int? LabelOf(List<PersonNote> people) => people
        .Select(person => person.Actions[0] - 1).Where(label => label >= 0)
        .CountBy(label => label).OrderByDescending(count => count.Value).ThenBy(count => count.Key)
        .Select(count => (int?)count.Key).FirstOrDefault();

    [GeneratedRegex(@"^frame\d{4}\.jpg$")]
    private static partial Regex Frame();
}
