namespace SoGar.Compute.Data.Formats;

/// <summary>
/// The lists of the concepts release: lines <c>frames_dir,num_frames[,label]</c> with the images <c>image_00001.jpg</c> to <c>image_{num_frames}.jpg</c> in
/// each folder. Paths are relative to the list's folder, or absolute below it.
/// </summary>
internal static class SdcListFormat
{
    public static DataSet Read(FormatFolder folder)
    {
        var labels = new LabelNames();
        if (folder.ListName is not { } list)
            folder.Refuse("", null, "not a file; this format is a text file of lines 'frames_dir,num_frames,label'");
        else
            foreach (var line in folder.Lines(list))
                Add(folder, list, line, labels);
        return new DataSet(folder.Root, folder.Samples, labels.Take(), hasSplits: false);
    }

    private static void Add(FormatFolder folder, string list, TextLine line, LabelNames labels)
    {
        var fields = line.Fields(',');
        int? label = null;
        if (fields.Length is not (2 or 3))
            folder.Refuse(list, line.Number, $"{fields.Length} fields; expected 'frames_dir,num_frames' and perhaps ',label'");
        else if (!TextLine.TryInt(fields[1].Trim(), out var count) || count < 1)
            folder.Refuse(list, line.Number, $"num_frames is '{fields[1]}'; a whole number from 1 would work");
        else if (fields.Length == 3 && TryLabel(fields[2].Trim(), labels, out label) is { } reason)
            folder.Refuse(list, line.Number, reason);
        else
            folder.AddImages(
                list, line.Number, Path.GetRelativePath(folder.Root, Path.GetFullPath(fields[0], folder.Root)), fields[0],
                new NumberedImages("image_", 5, ".jpg", 1, count), Split.Train, label);
    }

    private static string? TryLabel(string text, LabelNames labels, out int? label)
    {
        label = null;
        if (!TextLine.TryInt(text, out var number)) return $"label is '{text}'; a whole number from 0 would work";
        label = number;
        return labels.Note(number, "");
    }
}
