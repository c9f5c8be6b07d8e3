using System.Globalization;
using System.Text.Json;

namespace SoGar.Host.Reports;

/// <summary>
/// A file of an evaluation as people read it: a row for each figure, the run's network beside the untrained one, in percent; below it what is no such figure.
/// Reads whatever is there, since files of older versions and of other tasks differ.
/// </summary>
internal sealed class FigureTable
{
    private static readonly (string Field, string Heading)[] Sides =
        [("pretrained", "pretrained"), ("random", "untrained network"), ("chance", "chance"), ("shuffled", "frames shuffled")];

    private static readonly string[] Shares = ["mca", "mpca", "standard_error", "top5"];
    private static readonly string[] Counts = ["key_frames", "people", "boxes", "sequences", "frames", "first_loss", "last_loss"];
    private static readonly string[] Unsaid = ["run", "task"];

    private readonly List<string> _rows = [];
    private readonly Dictionary<(string Row, string Side), string> _cells = [];
    private readonly List<(string Name, string? Value)> _facts = [];

    private FigureTable(JsonElement root) => Read(root, []);

    /// <summary>Puts a file into a page.</summary>
    public static void Show(ReportPage page, JsonElement root)
    {
        var table = new FigureTable(root);
        var sides = Sides.Where(side => table._rows.Any(row => table._cells.ContainsKey((row, side.Field)))).ToList();
        if (sides.Count > 0)
            page.Table(
                ["%", .. sides.Select(side => side.Heading)],
                table._rows.Select(row => (IReadOnlyList<string>)[row, .. sides.Select(side => table._cells.GetValueOrDefault((row, side.Field), ""))]));
        page.Facts(table._facts);
    }

    /// <summary>A number with no more digits than tell something.</summary>
    public static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A share between 0 and 1, in percent.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture);

    private void Read(JsonElement element, string[] path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                    if (field.Value.ValueKind == JsonValueKind.Array && element.TryGetProperty("k", out var at)) Read(field, at, path);
                    else Read(field.Value, [.. path, field.Name]);
                break;
            case JsonValueKind.Array when element.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.String):
                _facts.Add((Words(path), string.Join(", ", element.EnumerateArray().Select(item => item.ToString()))));
                break;
            case JsonValueKind.Array or JsonValueKind.Null:
                // Tables of numbers such as the confusion matrix are pictures; here they would only fill the page.
                break;
            default:
                Add(element, path);
                break;
        }
    }

    // Figures for several numbers of neighbours: a row each.
    private void Read(JsonProperty figures, JsonElement at, string[] path)
    {
        if (figures.NameEquals("k")) return;
        foreach (var (figure, k) in figures.Value.EnumerateArray().Zip(at.EnumerateArray())) Add(figure, [.. path, $"R@{k}", figures.Name]);
    }

    private void Add(JsonElement value, string[] path)
    {
        if (path.Length == 1 && Unsaid.Contains(path[0])) return;
        var isNumber = value.ValueKind == JsonValueKind.Number;
        if (isNumber && path.FirstOrDefault(part => Sides.Any(side => side.Field == part)) is { } side)
        {
            var row = Words(path.Where(part => part != side));
            if (!_rows.Contains(row)) _rows.Add(row);
            _cells[(row, side)] = Counts.Contains(path[^1]) ? Number(value.GetDouble()) : Percent(value.GetDouble());
            return;
        }

        var isShare = isNumber && Shares.Any(name => path[^1].EndsWith(name, StringComparison.Ordinal));
        _facts.Add((Words(path), isShare ? $"{Percent(value.GetDouble())} %" : isNumber ? Number(value.GetDouble()) : value.ToString()));
    }

    private static string Words(IEnumerable<string> path) => string.Join(' ', path.Select(part => part switch
    {
        "knn" => "k-NN",
        "linear" => "linear probe",
        "mca" or "mpca" => part.ToUpperInvariant(),
        "merged_mca" => "merged MCA",
        _ => part.Replace('_', ' '),
    }));
}
