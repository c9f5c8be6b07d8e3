using System.Collections.Immutable;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// Volleyball (Ibrahim et al. 2016): <c>videos/{vid}/{frame}/{n}.jpg</c>, n from frame - 20 to frame + 20, and <c>videos/{vid}/annotations.txt</c> with a clip
/// on each line. Tracked boxes (Sendo and Ukita) are taken from <c>tracks/{vid}/{frame}/{frame}.txt</c>, or from beside the images, where they are there.
/// </summary>
internal static class VolleyballFormat
{
    /// <summary>Group activities, in the order of labels and in the data set's own spelling.</summary>
    public static ImmutableArray<string> Activities { get; } =
        ["r_set", "r_spike", "r-pass", "r_winpoint", "l_set", "l-spike", "l-pass", "l_winpoint"];

    /// <summary>What single players do.</summary>
    public static ImmutableArray<string> Actions { get; } =
        ["blocking", "digging", "falling", "jumping", "moving", "setting", "spiking", "standing", "waiting"];

    /// <summary>The six classes of the second figure: passes and sets of a side are one.</summary>
    public static ImmutableArray<int> Merged { get; } = [0, 1, 0, 2, 3, 4, 3, 5];

    private const int Reach = 20;
    private const int MostPlayers = 12;
    private const int VideoCount = 55;

    private static readonly int[] Validation = [0, 2, 8, 12, 17, 19, 24, 26, 27, 28, 30, 33, 46, 49, 51];
    private static readonly int[] Test = [4, 5, 9, 11, 14, 20, 21, 25, 29, 34, 35, 37, 43, 44, 45, 47];

    public static DataSet Read(FormatFolder folder)
    {
        if (!folder.HasFolder("videos")) folder.Refuse("", null, "no folder 'videos', which holds a folder for each of the videos 0 to 54");
        for (var video = 0; video < VideoCount; video++)
            if (folder.HasFolder($"videos/{video}")) ReadVideo(folder, video);
            else folder.Miss($"videos/{video}", null, "not there");
        return new DataSet(folder.Root, folder.Samples, Activities, hasSplits: true) { ActionNames = Actions, MergedLabels = Merged };
    }

    private static void ReadVideo(FormatFolder folder, int video)
    {
        var list = $"videos/{video}/annotations.txt";
        foreach (var line in folder.Lines(list))
            if (TryParse(line.Words(), out var frame, out var label, out var players) is { } reason)
                folder.Refuse(list, line.Number, reason);
            else
            {
                var tracks = TracksOf(folder, video, frame);
                folder.AddImages(
                    list, line.Number, $"videos/{video}/{frame}", $"videos/{video}/{frame}", new NumberedImages("", 1, ".jpg", frame - Reach, 2 * Reach + 1),
                    SplitOf(video), label,
                    () =>
                        new ClipAnnotation
                        {
                            InPixels = true,
                            KeyFrame = Reach,
                            People = [.. players, .. tracks is null ? [] : VolleyballTracks.Read(folder.PathOf(tracks), Reach)]
                        });
            }
    }

    private static string? TracksOf(FormatFolder folder, int video, int frame)
    {
        foreach (var name in new[] { $"tracks/{video}/{frame}/{frame}.txt", $"videos/{video}/{frame}/{frame}.txt" })
            if (folder.HasFile(name)) return name;
        return null;
    }

    private static Split SplitOf(int video) => Test.Contains(video) ? Split.Test : Validation.Contains(video) ? Split.Validation : Split.Train;

    private static string? TryParse(string[] words, out int frame, out int label, out ImmutableArray<PersonNote> players)
    {
        (frame, label, players) = (0, -1, []);
        if (words.Length < 2 || !words[0].EndsWith(".jpg", StringComparison.Ordinal) || !TextLine.TryInt(words[0][..^4], out frame) || frame < Reach)
            return $"does not begin with an image such as '29885.jpg' of number {Reach} or more and a group activity";
        label = Activities.IndexOf(words[1]);
        if (label < 0) return $"'{words[1]}' is no group activity; {string.Join(", ", Activities)} are";
        var rest = words.AsSpan(2);
        if (rest.Length % 5 != 0) return $"{rest.Length} fields behind the group activity; each player takes five: x y w h action";
        if (rest.Length / 5 > MostPlayers) return $"{rest.Length / 5} players; at most {MostPlayers} play";
        var found = ImmutableArray.CreateBuilder<PersonNote>();
        for (var player = 0; player < rest.Length / 5; player++)
        {
            var fields = rest.Slice(player * 5, 5);
            if (TextLine.Ints(fields[..4]) is not [var x, var y, > 0 and var width, > 0 and var height])
                return $"player {player} has the box '{string.Join(' ', fields[..4].ToArray())}'; four whole numbers x y w h with w and h above 0 would work";
            var action = Actions.IndexOf(fields[4]);
            if (action < 0) return $"player {player} does '{fields[4]}'; {string.Join(", ", Actions)} are known";
            found.Add(new PersonNote(Reach, player, Box.OfCorner(x, y, width, height), [action]));
        }

        players = found.ToImmutable();
        return null;
    }
}
