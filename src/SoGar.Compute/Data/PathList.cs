using System.Globalization;

namespace SoGar.Compute.Data;

/// <summary>
/// Reads a text file with a video on each line: its path and, after one space, its label, a number from 0. The label may be missing. Blank lines
/// and lines that begin with <c>#</c> are passed over. Paths are relative to the file's folder, which is the data root, and may hold spaces.
/// </summary>
internal static class PathList
{
    // Longer than any path; a "line" beyond it is a binary file.
    private const int LongestLine = 8192;

    /// <summary>Reads the list at <paramref name="path"/>.</summary>
    /// <exception cref="DataException">It cannot be used.</exception>
    public static DataSet Read(string path)
    {
        if (!File.Exists(path))
            throw new DataException($"{path}: not a file; a list is a text file of lines 'path label'");
        if (VideoFolder.IsVideo(path))
            throw new DataException($"{path} is a single video; open the folder that it lies in, or a list that names it");

        var root = Path.GetDirectoryName(path)!;
        var samples = new SampleList(root, path);
        var labels = new LabelNames();
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
                Add(++number, line, samples, labels);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read: {refused.Message}", refused);
        }

        return new DataSet(root, samples.Take(), labels.Take(), hasSplits: false);
    }

    private static void Add(int number, string line, SampleList samples, LabelNames labels)
    {
        var text = line.TrimEnd();
        if (text.Length == 0 || text[0] == '#')
            return;
        if (text.Length > LongestLine)
        {
            samples.Refuse(number, $"longer than {LongestLine} characters; is this a text file?");
            return;
        }

        // A label is digits alone after the last space, so that a path that holds spaces may go without one.
        var space = text.LastIndexOf(' ');
        var last = text[(space + 1)..];
        if (space > 0 && IsLabel(last, out var label))
        {
            if (labels.Note(label, "") is { } reason)
                samples.Refuse(number, reason);
            else
                samples.Add(number, text[..space], Split.Train, label, null);
        }
        else if (space > 0 && !VideoFolder.IsVideo(last))
            samples.Refuse(number, $"'{last}' is neither a label, which is a whole number from 0, nor the end of a video's name");
        else
            samples.Add(number, text, Split.Train, null, null);
    }

    private static bool IsLabel(string text, out int label) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out label);
}
