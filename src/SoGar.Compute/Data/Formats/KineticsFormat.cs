using System.Collections.Immutable;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// Kinetics-400 by its official CSV files, header <c>label,youtube_id,time_start,time_end,split[,is_cc]</c>: <c>train.csv</c>, <c>val.csv</c> (or
/// <c>validate.csv</c>) and <c>test.csv</c> in the folder, or the one file that is opened. Videos are <c>{id}_{start:06}_{end:06}.mp4</c> in <c>{split}/</c>,
/// <c>{split}/{label}/</c>, <c>videos/</c> or the folder. What has been taken back from YouTube is missing and passed over.
/// </summary>
internal static class KineticsFormat
{
    private static readonly string[] Lists = ["train.csv", "val.csv", "validate.csv", "test.csv"];

    public static DataSet Read(FormatFolder folder)
    {
        var lists = folder.ListName is { } one ? [one] : Lists.Where(folder.HasFile).ToArray();
        if (lists.Length == 0) folder.Refuse("", null, $"none of {string.Join(", ", Lists)} is there");
        var rows = lists.SelectMany(list => RowsOf(folder, list)).ToList();
        ImmutableArray<string> labels = [.. rows.Select(row => row.Label).Where(label => label.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        var numbers = labels.Select((label, number) => (label, number)).ToDictionary(entry => entry.label, entry => entry.number, StringComparer.Ordinal);
        foreach (var row in rows) Add(folder, row, row.Label.Length > 0 ? numbers[row.Label] : null);
        return new DataSet(folder.Root, folder.Samples, labels, hasSplits: true);
    }

    private static IEnumerable<KineticsRow> RowsOf(FormatFolder folder, string list)
    {
        var complaints = new Complaints();
        List<CsvRow> rows = [];
        try
        {
            rows = CsvTable.Read(folder.PathOf(list), complaints, "label", "youtube_id", "time_start", "time_end", "split");
        }
        catch (DataException unusable)
        {
            folder.Refuse(list, null, unusable.Message);
        }

        foreach (var complaint in complaints.Kept) folder.Refuse(list, null, complaint.Reason);
        foreach (var row in rows)
            if (!row.TryFloat("time_start", out var start) || !row.TryFloat("time_end", out var end) || start < 0 || end <= start)
                folder.Refuse(
                    list, row.Line, $"time_start is '{row["time_start"]}' and time_end '{row["time_end"]}'; seconds with 0 <= start < end would work");
            else if (row["youtube_id"].Length == 0 || row["youtube_id"].Contains('/', StringComparison.Ordinal))
                folder.Refuse(list, row.Line, $"youtube_id is '{row["youtube_id"]}'");
            else if (SplitOf(row["split"]) is not { } split)
                folder.Refuse(list, row.Line, $"split is '{row["split"]}'; train, val, validate or test would work");
            else
                yield return new KineticsRow(list, row.Line, row["label"], $"{row["youtube_id"]}_{(int)start:D6}_{(int)end:D6}.mp4", split, row["split"]);
    }

    private static Split? SplitOf(string name) => name switch
    {
        "train" => Split.Train,
        "val" or "validate" or "validation" => Split.Validation,
        "test" => Split.Test,
        _ => null,
    };

    private static void Add(FormatFolder folder, KineticsRow row, int? label)
    {
        string[] places = [Path.Combine(row.SplitName, row.File), Path.Combine(row.SplitName, row.Label, row.File), Path.Combine("videos", row.File), row.File];
        foreach (var place in places)
            if (folder.FindVideo(place, out _) is { } path)
            {
                folder.Add(row.List, row.Line, new Sample(place.Replace('\\', '/'), path, row.Split, label));
                return;
            }

        folder.Miss(row.List, row.Line, $"no video {row.File}");
    }

    private sealed record KineticsRow(string List, int Line, string Label, string File, Split Split, string SplitName);
}
