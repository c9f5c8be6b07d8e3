using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace SoGar.Compute.Data.Formats;

/// <summary>The evaluated actions of AVA, from a label map in protobuf's text form: items with <c>name</c> and <c>id</c> or <c>label_id</c>.</summary>
internal sealed partial class AvaLabelMap
{
    private readonly SortedDictionary<int, string> _names = [];
    private readonly Dictionary<int, int> _indices = [];

    /// <summary>Names, in the order of their numbers.</summary>
    public ImmutableArray<string> Names => [.. _names.Values];

    /// <summary>Reads the folder's only label map.</summary>
    public static AvaLabelMap Read(FormatFolder folder)
    {
        var map = new AvaLabelMap();
        var files = folder.FilesIn("", Pbtxt());
        if (files.Count != 1)
            folder.Refuse(
                "", null, files.Count == 0
                    ? "no label map '*.pbtxt'"
                    : $"several label maps ({string.Join(", ", files)}); leave the one that figures are measured by");
        else
            map.ReadItems(folder, files[0]);
        foreach (var number in map._names.Keys) map._indices.Add(number, map._indices.Count);
        return map;
    }

    /// <summary>Place of an action among <see cref="Names"/>; null for one that is not evaluated.</summary>
    public int? IndexOf(int number) => _indices.TryGetValue(number, out var index) ? index : null;

    private void ReadItems(FormatFolder folder, string file)
    {
        (string? Name, int? Number, int Line) item = (null, null, 0);
        foreach (var line in folder.Lines(file))
            if (Begin().IsMatch(line.Text)) item = (null, null, line.Number);
            else if (Name().Match(line.Text) is { Success: true } name) item.Name = name.Groups[1].Value;
            else if (Id().Match(line.Text) is { Success: true } id)
                item.Number = int.Parse(id.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            else if (line.Text != "}")
            {
                if (!Known().IsMatch(line.Text)) folder.Refuse(file, line.Number, $"'{line.Text}'; expected name: \"...\", id: or label_id:");
            }
            else if (item is not ({ } text, { } number, _)) folder.Refuse(file, item.Line, "an item without a name or a number");
            else if (!_names.TryAdd(number, text)) folder.Refuse(file, item.Line, $"the number {number} stands twice");
        if (_names.Count == 0) folder.Refuse(file, null, "no item; expected item { name: \"...\" id: 1 }");
    }

    [GeneratedRegex(@"\.pbtxt$")]
    private static partial Regex Pbtxt();

    [GeneratedRegex(@"^(item|label)\s*\{$")]
    private static partial Regex Begin();

    [GeneratedRegex("""^name:\s*"(.*)"$""")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?:id|label_id):\s*(\d{1,6})$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^\w+:")]
    private static partial Regex Known();
}
