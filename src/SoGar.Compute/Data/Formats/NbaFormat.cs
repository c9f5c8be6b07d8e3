using System.Collections.Immutable;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// NBA (Yan et al. 2020): <c>train_video_ids</c> and <c>test_video_ids</c> hold one line of numbers with commas, the last one included;
/// <c>videos/{vid}/annotations.txt</c> has lines <c>clip TAB label</c>; a clip's 72 frames are <c>videos/{vid}/{clip}/000000.jpg</c> and on.
/// </summary>
internal static class NbaFormat
{
    /// <summary>Group activities, in the order of labels; the dots belong to the names.</summary>
    public static ImmutableArray<string> Activities { get; } =
    [
        "2p-succ.", "2p-fail.-off.", "2p-fail.-def.", "2p-layup-succ.", "2p-layup-fail.-off.", "2p-layup-fail.-def.", "3p-succ.", "3p-fail.-off.", "3p-fail.-def.",
    ];

    private const int FrameCount = 72;

    public static DataSet Read(FormatFolder folder)
    {
        var seen = new HashSet<int>();
        foreach (var (list, split) in new[] { ("train_video_ids", Split.Train), ("test_video_ids", Split.Test) })
            foreach (var line in folder.Lines(list))
                foreach (var text in line.Fields(',').Where(field => field.Trim().Length > 0))
                    if (!TextLine.TryInt(text.Trim(), out var video)) folder.Refuse(list, line.Number, $"'{text}' is no number of a video");
                    else if (!seen.Add(video)) folder.Refuse(list, line.Number, $"video {video} is listed twice");
                    else if (!folder.HasFolder($"videos/{video}")) folder.Refuse(list, line.Number, $"there is no folder videos/{video}");
                    else ReadVideo(folder, video, split);
        return new DataSet(folder.Root, folder.Samples, Activities, hasSplits: true);
    }

    private static void ReadVideo(FormatFolder folder, int video, Split split)
    {
        var list = $"videos/{video}/annotations.txt";
        foreach (var line in folder.Lines(list))
        {
            var fields = line.Fields('\t');
            var clip = fields[0].Split('.')[0];
            if (fields.Length != 2)
                folder.Refuse(list, line.Number, $"{fields.Length} fields; expected a clip, a tab and a label");
            else if (Activities.IndexOf(fields[1].Trim()) is var label && label < 0)
                folder.Refuse(list, line.Number, $"'{fields[1].Trim()}' is no group activity; {string.Join(", ", Activities)} are, dots included");
            else
                folder.AddImages(
                    list, line.Number, $"videos/{video}/{clip}", $"videos/{video}/{clip}", new NumberedImages("", 6, ".jpg", 0, FrameCount), split, label);
        }
    }
}
