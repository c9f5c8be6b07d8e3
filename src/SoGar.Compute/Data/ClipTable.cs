namespace SoGar.Compute.Data;

/// <summary>
/// Reads the table <c>clips.csv</c> (docs/data-format.md). Of its columns only <c>path</c> is needed; <c>split</c>, <c>activity</c>, <c>label</c> and
/// <c>boxes</c> are used where they are there and not empty.
/// </summary>
internal static class ClipTable
{
    /// <summary>Reads the table at, or in, <paramref name="path"/>.</summary>
    /// <exception cref="DataException">It cannot be used.</exception>
    public static DataSet Read(string path)
    {
        var table = Directory.Exists(path) ? Path.Combine(path, DataSetLayout.TableName) : path;
        var root = Path.GetDirectoryName(table)!;
        if (!File.Exists(table))
            throw new DataException(File.Exists(Path.Combine(root, DataSetLayout.DescriptionName))
                ? $"{root} is unfinished: it has no {DataSetLayout.TableName} yet; run './sogar videos make --out {root}' again with the same options"
                : $"{root} has no {DataSetLayout.TableName}; docs/data-format.md says what belongs into it");

        var samples = new SampleList(root, table);
        var labels = new LabelNames();
        foreach (var row in CsvTable.Read(table, samples.Complaints, "path"))
            Add(row, samples, labels);
        return new DataSet(root, samples.Take(), labels.Take(), hasSplits: true);
    }

    private static void Add(CsvRow row, SampleList samples, LabelNames labels)
    {
        var split = Split.Train;
        int? label = null;
        if (row["path"].Length == 0)
            samples.Refuse(row.Line, "path is empty");
        else if (row["split"].Length > 0 && !SplitNames.TryParse(row["split"], out split))
            samples.Refuse(row.Line, $"split is '{row["split"]}'; train, val or test would work");
        else if (row["label"].Length == 0 && row["activity"].Length > 0)
            samples.Refuse(row.Line, $"activity is '{row["activity"]}' but label is empty; give its number");
        else if (row["label"].Length > 0 && !TryLabel(row, labels, out label, out var reason))
            samples.Refuse(row.Line, reason);
        else
            samples.Add(row.Line, row["path"], split, label, row["boxes"].Length > 0 ? row["boxes"] : null);
    }

    private static bool TryLabel(CsvRow row, LabelNames labels, out int? label, out string reason)
    {
        label = null;
        if (!row.TryInt("label", out var number))
        {
            reason = $"label is '{row["label"]}'; a whole number from 0 would work";
            return false;
        }

        label = number;
        reason = labels.Note(number, row["activity"]) ?? "";
        return reason.Length == 0;
    }
}
