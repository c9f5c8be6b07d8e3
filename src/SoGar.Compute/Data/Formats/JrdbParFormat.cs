using System.Collections.Immutable;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// JRDB-PAR (Han et al. 2022): <c>gt_action.txt</c>, <c>gt_activity.txt</c> and <c>gt_group.txt</c> of ten whole numbers a line, <c>seq frame x1 y1 x2 y2 group
/// label flag person</c>, images <c>image_stitched/{scene}/{frame:06}.jpg</c> with the scenes sorted, and <c>global_labels.csv</c> with the columns
/// <c>seq,frame,labels</c>, made once from the published spreadsheets. A sample is a key frame, every fifteenth, with the frames up to seven away.
/// </summary>
internal static class JrdbParFormat
{
    /// <summary>What single people do; label 1 of the files is the first.</summary>
    public static ImmutableArray<string> Actions { get; } =
    [
        "walking", "standing", "holding sth", "sitting", "listening to someone", "talking to someone", "looking at robot", "looking into sth", "looking at sth", "cycling",
        "going upstairs", "bending", "typing", "interaction with door", "eating sth", "talking on the phone", "pointing at sth", "going downstairs", "reading", "pushing",
        "skating", "scootering", "greeting gestures", "running", "writing", "lying", "pulling",
    ];

    /// <summary>What groups do: people on their own their actions, and five more.</summary>
    public static ImmutableArray<string> SocialActivities { get; } =
        [.. Actions, "chatting", "working together", "join/leave/expansion/narrow", "human object interaction", "complicated"];

    /// <summary>What the whole scene does.</summary>
    public static ImmutableArray<string> GlobalActivities { get; } =
        ["commuting", "resting", "conversing", "office working", "walking", "waiting", "sitting"];

    private const int KeyFrameStep = 15;
    private const int Reach = 7;
    private const string GlobalList = "global_labels.csv";

    private static readonly int[] Test = [2, 7, 11, 16, 17, 25, 26];

    public static DataSet Read(FormatFolder folder)
    {
        var scenes = folder.FoldersIn("image_stitched");
        if (scenes.Count == 0) folder.Refuse("", null, "no folder 'image_stitched' with a folder for each scene");
        var actions = ReadRows(folder, "gt_action.txt", Actions.Length, scenes.Count);
        var activities = ReadRows(folder, "gt_activity.txt", SocialActivities.Length, scenes.Count);
        var groups = ReadRows(folder, "gt_group.txt", null, scenes.Count);
        var global = ReadGlobal(folder);
        foreach (var people in actions.Where(rows => rows.Key.Frame % KeyFrameStep == 0).OrderBy(rows => rows.Key))
        {
            var key = people.Key;
            var scene = $"image_stitched/{scenes[key.Sequence]}";
            var images = ImagesOf(folder, scene, key.Frame);
            var annotation = Annotate(people, activities[key], groups[key], global, key, folder.Options, key.Frame - images.First);
            folder.AddImages(
                "gt_action.txt", people.First().Line, $"{scene}/{key.Frame:D6}", scene, images, Test.Contains(key.Sequence) ? Split.Test : Split.Train, null,
                () => annotation);
        }

        return new DataSet(folder.Root, folder.Samples, GlobalActivities, hasSplits: true) { ActionNames = Actions, SocialNames = SocialActivities };
    }

    // People who are in one file and not in the other are left out.
    private static ClipAnnotation Annotate(
        IEnumerable<JrdbRow> actions, IEnumerable<JrdbRow> activities, IEnumerable<JrdbRow> groups,
        ILookup<int, (int Frame, ImmutableArray<int> Labels)> global, (int Sequence, int Frame) key, FormatOptions options, int keyFrame)
    {
        var groupOf = groups.DistinctBy(row => row.Person).ToDictionary(row => row.Person, row => row.Group);
        var people = actions.GroupBy(row => row.Person).Where(rows => groupOf.ContainsKey(rows.Key)).OrderBy(rows => rows.Key)
            .Select(rows => new PersonNote(keyFrame, rows.Key, rows.First().Box, [.. rows.Select(row => row.Label - 1).Distinct().Order()], groupOf[rows.Key]))
            .ToImmutableArray();
        var known = people.Select(person => person.Person).ToHashSet();
        var doing = activities.Where(row => known.Contains(row.Person)).ToLookup(row => groupOf[row.Person], row => row.Label - 1);
        var wanted = options.GlobalLabel == Protocol.Recipes.GlobalLabel.Seq15 ? KeyFrameStep : key.Frame;
        return new ClipAnnotation
        {
            InPixels = true,
            KeyFrame = keyFrame,
            People = people,
            Groups = [.. people.Select(person => person.Group).Distinct().Order().Select(group => new GroupNote(group, [.. doing[group].Distinct().Order()]))],
            Labels = [.. global[key.Sequence].OrderBy(row => Math.Abs(row.Frame - wanted)).ThenBy(row => row.Frame).Select(row => row.Labels)
                .FirstOrDefault([])],
        };
    }

    private static NumberedImages ImagesOf(FormatFolder folder, string scene, int frame)
    {
        var (first, last) = (frame, frame);
        while (first > frame - Reach && first > 0 && folder.HasFile($"{scene}/{first - 1:D6}.jpg")) first--;
        while (last < frame + Reach && folder.HasFile($"{scene}/{last + 1:D6}.jpg")) last++;
        return new NumberedImages("", 6, ".jpg", first, last - first + 1);
    }

    private static ILookup<(int Sequence, int Frame), JrdbRow> ReadRows(FormatFolder folder, string list, int? labels, int scenes)
    {
        var rows = new List<JrdbRow>();
        foreach (var line in folder.Lines(list))
            if (TextLine.Ints(line.Words()) is not { Length: 10 } at)
                folder.Refuse(list, line.Number, $"'{line.Text}'; expected ten whole numbers: seq frame x1 y1 x2 y2 group label flag person");
            else if (at[0] < 0 || at[0] >= scenes)
                folder.Refuse(list, line.Number, $"seq is {at[0]}; image_stitched holds {scenes} scenes, counted from 0");
            else if (at[2] >= at[4] || at[3] >= at[5])
                folder.Refuse(list, line.Number, $"the box {at[2]} {at[3]} {at[4]} {at[5]} is empty; x1 < x2 and y1 < y2 are needed");
            else if (labels is { } most && (at[7] < 1 || at[7] > most))
                folder.Refuse(list, line.Number, $"label is {at[7]}; 1 to {most} would work");
            else if (at[8] is not (0 or 1))
                folder.Refuse(list, line.Number, $"flag is {at[8]}; 0 or 1 would work");
            else
                rows.Add(new JrdbRow(line.Number, at[0], at[1], new Box(at[2], at[3], at[4], at[5]), at[6], at[7], at[9]));
        return rows.ToLookup(row => (row.Sequence, row.Frame));
    }

    private static ILookup<int, (int Frame, ImmutableArray<int> Labels)> ReadGlobal(FormatFolder folder)
    {
        var rows = new List<(int Sequence, int Frame, ImmutableArray<int> Labels)>();
        foreach (var line in folder.Lines(GlobalList).Where(line => line.Text != "seq,frame,labels"))
            if (line.Fields(',') is [var sequenceText, var frameText, var labelText] && TextLine.TryInt(sequenceText, out var sequence) && TextLine.TryInt(frameText, out var frame)
                && TextLine.Ints(labelText.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } labels
                && labels.All(label => label >= 1 && label <= GlobalActivities.Length))
                rows.Add((sequence, frame, [.. labels.Select(label => label - 1).Distinct().Order()]));
            else
                folder.Refuse(
                    GlobalList, line.Number,
                    $"'{line.Text}'; expected seq,frame,labels with labels from 1 to {GlobalActivities.Length} and blanks between them");
        return rows.ToLookup(row => row.Sequence, row => (row.Frame, row.Labels));
    }

    private sealed record JrdbRow(int Line, int Sequence, int Frame, Box Box, int Group, int Label, int Person);
}
