using System.Text.RegularExpressions;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// HMDB51 (Kuehne et al. 2011): a file <c>{class}_test_split{k}.txt</c> for each class, with lines <c>video.avi 1</c>, 1 for training, 2 for test, 0 for
/// neither; in the folder, in <c>testTrainMulti_7030_splits/</c> or in <c>splits/</c>. Videos in <c>{class}/</c> below <c>hmdb51_org/</c>, <c>videos/</c> or
/// the folder.
/// </summary>
internal static partial class Hmdb51Format
{
    private const int Folds = 3;

    public static DataSet Read(FormatFolder folder)
    {
        var lists = folder.FolderAmong("testTrainMulti_7030_splits", "splits");
        var videos = folder.FolderAmong("hmdb51_org", "videos");
        var fold = folder.Options.Fold;
        if (fold is < 1 or > Folds) folder.Refuse("", null, $"fold is {fold}; HMDB51 has the splits 1 to {Folds}");
        var suffix = $"_test_split{fold}.txt";
        var files = folder.FilesIn(lists, SplitFile()).Where(name => name.EndsWith(suffix, StringComparison.Ordinal)).ToList();
        if (files.Count == 0) folder.Refuse(lists, null, $"no file 'CLASS{suffix}'");
        for (var label = 0; label < files.Count; label++)
            ReadClass(folder, Path.Combine(lists, files[label]), Path.Combine(videos, files[label][..^suffix.Length]), label);
        return new DataSet(folder.Root, folder.Samples, [.. files.Select(name => name[..^suffix.Length])], hasSplits: true);
    }

    private static void ReadClass(FormatFolder folder, string list, string videos, int label)
    {
        foreach (var line in folder.Lines(list))
            if (line.Words() is not [var name, "0" or "1" or "2"])
                folder.Refuse(list, line.Number, $"'{line.Text}'; expected 'video.avi' and 0, 1 or 2");
            else if (line.Text[^1] != '0')
            {
                if (folder.FindVideo(Path.Combine(videos, name), out var reason) is { } path)
                    folder.Add(
                        list, line.Number, new Sample($"{Path.GetFileName(videos)}/{name}", path, line.Text[^1] == '1' ? Split.Train : Split.Test, label));
                else
                    folder.Refuse(list, line.Number, reason);
            }
    }

    [GeneratedRegex(@"_test_split[123]\.txt$")]
    private static partial Regex SplitFile();
}
