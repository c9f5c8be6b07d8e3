namespace SoGar.Compute.Data.Formats;

/// <summary>
/// GOT-10k (Huang et al. 2019): <c>{train|val|test}/{sequence}/00000001.jpg</c> and <c>groundtruth.txt</c> of <c>x,y,w,h</c> a frame; of the test part the
/// first frame's box alone is given.
/// </summary>
internal static class Got10kFormat
{
    public static DataSet Read(FormatFolder folder)
    {
        var parts = SplitNames.All.Where(split => folder.HasFolder(split.Name())).ToList();
        if (parts.Count == 0) folder.Refuse("", null, "none of the folders train, val and test is there");
        foreach (var split in parts)
            foreach (var sequence in folder.FoldersIn(split.Name()))
                ReadSequence(folder, $"{split.Name()}/{sequence}", split);
        return new DataSet(folder.Root, folder.Samples, [], hasSplits: true);
    }

    private static void ReadSequence(FormatFolder folder, string sequence, Split split)
    {
        var list = $"{sequence}/groundtruth.txt";
        var boxes = Otb2015Format.ReadBoxes(folder, list, origin: 0);
        if (boxes.IsEmpty) return;
        var count = boxes.Length == 1 ? CountImages(folder, sequence) : boxes.Length;
        if (folder.HasFile($"{sequence}/{count + 1:D8}.jpg"))
            folder.Refuse(list, null, $"{boxes.Length} boxes, but there is an image {count + 1:D8}.jpg");
        else
            folder.AddImages(
                list, null, sequence, sequence, new NumberedImages("", 8, ".jpg", 1, count), split, null,
                () => new ClipAnnotation { InPixels = true, Target = boxes });
    }

    private static int CountImages(FormatFolder folder, string sequence)
    {
        var count = 0;
        while (folder.HasFile($"{sequence}/{count + 1:D8}.jpg")) count++;
        return count;
    }
}
