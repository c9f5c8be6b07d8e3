using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using SoGar.Compute.Video;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// AVA v2.2 and AVA-Kinetics (Gu et al. 2018, Li et al. 2020): <c>{ava|kinetics}_{train|val}_v*.csv</c> without header, of rows
/// <c>video,timestamp,x1,y1,x2,y2,action,person</c> in shares of the frame, and a label map <c>*.pbtxt</c>; beside them
/// <c>*_{train|val}_excluded_timestamps*.csv</c> and <c>*_{train|val}_predicted_boxes*.csv</c> where they are there. A sample is a key frame with three seconds
/// of video round it. Videos are <c>videos/{video}.*</c>, perhaps a folder deeper, or <c>videos/{video}_{start:06}_{end:06}.*</c> for a cut that holds the key
/// frame; the validation part is what figures are published on. Key frames without a video are missing and passed over.
/// </summary>
internal static partial class AvaFormat
{
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(1.5);

    public static DataSet Read(FormatFolder folder, string prefix)
    {
        var map = AvaLabelMap.Read(folder);
        var videos = new AvaVideos(folder);
        var detections = new List<DetectedPerson>();
        var excluded = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, split) in new[] { ("train", Split.Train), ("val", Split.Test) })
        {
            var lists = folder.FilesIn("", Csv()).Where(file => Regex.IsMatch(file, $"^{prefix}_{name}_v[^_]*\\.csv$")).ToList();
            if (lists.Count == 0) folder.Refuse("", null, $"no file '{prefix}_{name}_v2.2.csv'");
            foreach (var list in lists) ReadTruth(folder, list, split, map, videos);
            foreach (var list in folder.FilesIn("", Csv()).Where(file => file.Contains($"{name}_excluded", StringComparison.Ordinal)))
                ReadExcluded(folder, list, excluded);
            foreach (var list in folder.FilesIn("", Csv()).Where(file => file.Contains($"{name}_predicted_boxes", StringComparison.Ordinal)))
                ReadDetections(folder, list, detections);
        }

        return new DataSet(folder.Root, folder.Samples, [], hasSplits: true) { ActionNames = map.Names, ExcludedFrames = excluded, Detections = detections };
    }

    /// <summary>How key frames are called: video and second, four digits at least.</summary>
    public static string KeyOf(string video, int second) => string.Create(CultureInfo.InvariantCulture, $"{video},{second:D4}");

    private static void ReadTruth(FormatFolder folder, string list, Split split, AvaLabelMap map, AvaVideos videos)
    {
        var frames = new Dictionary<string, KeyFrame>(StringComparer.Ordinal);
        foreach (var line in folder.Lines(list))
        {
            var fields = line.Fields(',');
            if (fields.Length is not (7 or 8)) folder.Refuse(list, line.Number, $"{fields.Length} fields; expected video,timestamp,x1,y1,x2,y2,action,person");
            else if (!TryTime(fields[1], out var second)) folder.Refuse(list, line.Number, $"timestamp is '{fields[1]}'; seconds from 0 would work");
            else if (IsUnannotated(fields)) Frame(line.Number, fields[0], second);
            else if (!TryBox(fields.AsSpan(2, 4), out var box))
                folder.Refuse(list, line.Number, $"the box is '{string.Join(',', fields[2..6])}'; 0 <= x1 < x2 <= 1 and 0 <= y1 < y2 <= 1 would work");
            else if (!TextLine.TryInt(fields[6], out var action) || action < 1)
                folder.Refuse(list, line.Number, $"action is '{fields[6]}'; a whole number from 1 would work");
            else if (!TryPerson(fields, out var person)) folder.Refuse(list, line.Number, $"person is '{fields[7]}'; a whole number would work");
            else if (map.IndexOf(action) is { } index) Frame(line.Number, fields[0], second).Add(person, box, index);
        }

        foreach (var frame in frames.Values)
            if (videos.Find(frame.Video, frame.Second) is { } found)
                folder.Add(list, frame.Line, new Sample(
                    KeyOf(frame.Video, frame.Second), new ClipSource(found.Path) { Window = new TimeWindow(found.At - Reach, 2 * Reach) }, split, null,
                    () => new ClipAnnotation { People = frame.People() }));
            else
                folder.Miss(list, frame.Line, $"no video {frame.Video} that holds second {frame.Second} in {folder.PathOf("videos")}");

        KeyFrame Frame(int line, string video, int second)
        {
            var key = KeyOf(video, second);
            return frames.TryGetValue(key, out var known) ? known : frames[key] = new KeyFrame(line, video, second);
        }
    }

    private static void ReadExcluded(FormatFolder folder, string list, HashSet<string> excluded)
    {
        foreach (var line in folder.Lines(list))
            if (line.Fields(',') is [var video, var time] && TryTime(time, out var second)) excluded.Add(KeyOf(video, second));
            else folder.Refuse(list, line.Number, $"'{line.Text}'; expected video,timestamp");
    }

    private static void ReadDetections(FormatFolder folder, string list, List<DetectedPerson> detections)
    {
        foreach (var line in folder.Lines(list))
        {
            var fields = line.Fields(',');
            if (fields.Length == 8 && TryTime(fields[1], out var second) && TryBox(fields.AsSpan(2, 4), out var box)
                && TextLine.TryNumber(fields[7], out var score))
                detections.Add(new DetectedPerson(KeyOf(fields[0], second), box, score));
            else
                folder.Refuse(list, line.Number, $"'{line.Text}'; expected video,timestamp,x1,y1,x2,y2,action,score");
        }
    }

    private static bool IsUnannotated(string[] fields) => fields[2..7].Any(field => field.Trim().Length == 0);

    private static bool TryTime(string text, out int second)
    {
        second = 0;
        if (!TextLine.TryNumber(text, out var time) || time is < 0 or > 1e6) return false;
        second = (int)Math.Round(time);
        return true;
    }

    private static bool TryPerson(string[] fields, out int person)
    {
        person = -1;
        return fields.Length < 8 || fields[7].Length == 0 || TextLine.TryInt(fields[7], out person);
    }

    private static bool TryBox(ReadOnlySpan<string> fields, out Box box)
    {
        box = default;
        if (TextLine.Numbers(fields) is not { } at) return false;
        box = new Box(at[0], at[1], at[2], at[3]);
        return box is { X1: >= 0, Y1: >= 0, X2: <= 1, Y2: <= 1, IsEmpty: false };
    }

    [GeneratedRegex(@"\.csv$")]
    private static partial Regex Csv();

    /// <summary>The rows of one key frame: a row for each action of each person.</summary>
    private sealed class KeyFrame(int line, string video, int second)
    {
        private readonly Dictionary<(int Person, Box Box), SortedSet<int>> _actions = [];

        public int Line => line;

        public string Video => video;

        public int Second => second;

        public void Add(int person, Box box, int action)
        {
            if (!_actions.TryGetValue((person, box), out var actions)) _actions.Add((person, box), actions = []);
            actions.Add(action);
        }

        public ImmutableArray<PersonNote> People() =>
            [.. _actions.OrderBy(entry => entry.Key.Person).ThenBy(entry => entry.Key.Box.X1)
                .Select(entry => new PersonNote(null, entry.Key.Person, entry.Key.Box, [.. entry.Value]))];
    }
}
