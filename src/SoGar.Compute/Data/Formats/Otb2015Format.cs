using System.Collections.Immutable;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// OTB2015 (Wu et al. 2015): <c>{sequence}/img/0001.jpg</c> and <c>{sequence}/groundtruth_rect.txt</c> of <c>x,y,w,h</c> a frame, counted from 1, with commas,
/// tabs or blanks between. Two sequences have two targets each, in <c>groundtruth_rect.1.txt</c> and <c>.2.txt</c>; nine begin or end within their images.
/// </summary>
internal static class Otb2015Format
{
    private static readonly Dictionary<string, (int First, int Last)> Windows = new(StringComparer.Ordinal)
    {
        ["David"] = (300, 770),
        ["Football1"] = (1, 74),
        ["Freeman3"] = (1, 460),
        ["Freeman4"] = (1, 283),
        ["Diving"] = (1, 215),
        ["BlurCar1"] = (247, 988),
        ["BlurCar3"] = (3, 359),
        ["BlurCar4"] = (18, 397),
        ["Tiger1"] = (6, 354),
    };

    private static readonly char[] Separators = [',', '\t', ' '];

    public static DataSet Read(FormatFolder folder)
    {
        var sequences = folder.FoldersIn("").Where(name => folder.HasFolder($"{name}/img")).ToList();
        if (sequences.Count == 0) folder.Refuse("", null, "no folder with a folder 'img' in it");
        foreach (var sequence in sequences)
            if (folder.HasFile($"{sequence}/groundtruth_rect.txt"))
                ReadTarget(folder, sequence, sequence, $"{sequence}/groundtruth_rect.txt");
            else
                foreach (var target in new[] { 1, 2 })
                    ReadTarget(folder, sequence, $"{sequence}.{target}", $"{sequence}/groundtruth_rect.{target}.txt");
        return new DataSet(folder.Root, folder.Samples, [], hasSplits: true);
    }

    /// <summary>Reads boxes of one line each, moved to count from <paramref name="origin"/> less.</summary>
    internal static ImmutableArray<Box> ReadBoxes(FormatFolder folder, string list, double origin)
    {
        var boxes = ImmutableArray.CreateBuilder<Box>();
        foreach (var line in folder.Lines(list))
            if (TextLine.Numbers(line.Text.Split(Separators, StringSplitOptions.RemoveEmptyEntries)) is [var x, var y, >= 0 and var width, >= 0 and var height])
                boxes.Add(Box.OfCorner(x - origin, y - origin, width, height));
            else
                folder.Refuse(list, line.Number, $"'{line.Text}'; expected four numbers x,y,w,h with w and h not below 0");
        return boxes.ToImmutable();
    }

    // The annotations of a window count from its first frame, but for those that count from the first image.
    private static void ReadTarget(FormatFolder folder, string sequence, string id, string list)
    {
        var boxes = ReadBoxes(folder, list, origin: 1);
        if (boxes.IsEmpty) return;
        var (first, last) = Windows.GetValueOrDefault(sequence, (1, boxes.Length));
        if (boxes.Length == last && first > 1) boxes = boxes[(first - 1)..];
        var digits = folder.HasFile($"{sequence}/img/{first:D4}.jpg") ? 4 : 5;
        if (boxes.Length != last - first + 1)
            folder.Refuse(list, null, $"{boxes.Length} boxes for the frames {first} to {last}");
        else
            folder.AddImages(
                list, null, id, $"{sequence}/img", new NumberedImages("", digits, ".jpg", first, boxes.Length), Split.Test, null,
                () => new ClipAnnotation { InPixels = true, Target = boxes });
    }
}
