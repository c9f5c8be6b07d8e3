using System.Collections.Immutable;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// UCF101 (Soomro et al. 2012): <c>classInd.txt</c> of lines <c>1 ApplyEyeMakeup</c>, <c>trainlist0k.txt</c> of lines <c>Class/video.avi 1</c> and
/// <c>testlist0k.txt</c> of paths alone, in the folder or in <c>ucfTrainTestlist/</c>; videos in <c>UCF-101/</c>, <c>videos/</c> or the folder.
/// </summary>
internal static class Ucf101Format
{
    private const int Folds = 3;

    public static DataSet Read(FormatFolder folder)
    {
        var lists = folder.FolderAmong("ucfTrainTestlist");
        var videos = folder.FolderAmong("UCF-101", "videos");
        var fold = folder.Options.Fold;
        if (fold is < 1 or > Folds) folder.Refuse("", null, $"fold is {fold}; UCF101 has the splits 1 to {Folds}");
        var classes = ReadClasses(folder, Path.Combine(lists, "classInd.txt"));
        ReadList(folder, Path.Combine(lists, $"trainlist0{fold}.txt"), videos, Split.Train, classes);
        ReadList(folder, Path.Combine(lists, $"testlist0{fold}.txt"), videos, Split.Test, classes);
        return new DataSet(folder.Root, folder.Samples, classes, hasSplits: true);
    }

    private static ImmutableArray<string> ReadClasses(FormatFolder folder, string list)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var line in folder.Lines(list))
            if (line.Words() is not [var number, var name] || number != $"{names.Count + 1}")
                folder.Refuse(list, line.Number, $"'{line.Text}'; expected '{names.Count + 1} NameOfTheClass', classes counting from 1 without gaps");
            else
                names.Add(name);
        return names.ToImmutable();
    }

    private static void ReadList(FormatFolder folder, string list, string videos, Split split, ImmutableArray<string> classes)
    {
        foreach (var line in folder.Lines(list))
        {
            var words = line.Words();
            var label = classes.IndexOf(words[0].Split('/')[0]);
            if (words.Length > (split == Split.Train ? 2 : 1) || words[0].Split('/').Length != 2)
                folder.Refuse(
                    list, line.Number, split == Split.Train
                        ? $"'{line.Text}'; expected 'Class/video.avi label'"
                        : $"'{line.Text}'; expected 'Class/video.avi' alone");
            else if (label < 0)
                folder.Refuse(list, line.Number, $"class '{words[0].Split('/')[0]}' is not in classInd.txt");
            else if (split == Split.Train && (words.Length < 2 || words[1] != $"{label + 1}"))
                folder.Refuse(
                    list, line.Number, $"the label is '{(words.Length < 2 ? "" : words[1])}'; classInd.txt gives {classes[label]} the number {label + 1}");
            else if (folder.FindVideo(Path.Combine(videos, words[0]), out var reason) is not { } path)
                folder.Refuse(list, line.Number, reason);
            else
                folder.Add(list, line.Number, new Sample(words[0], path, split, label));
        }
    }
}
