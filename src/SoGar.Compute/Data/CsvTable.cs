using System.Globalization;

namespace SoGar.Compute.Data;

/// <summary>A CSV file whose first record names its columns.</summary>
internal static class CsvTable
{
    /// <summary>Reads the rows that have as many fields as there are columns, and complains about the others.</summary>
    /// <param name="path">The file.</param>
    /// <param name="complaints">Receives what is wrong with single rows.</param>
    /// <param name="required">Columns that must be there; others may be.</param>
    /// <exception cref="DataException">The file cannot be read, is not CSV, or lacks a column.</exception>
    public static List<CsvRow> Read(string path, Complaints complaints, params ReadOnlySpan<string> required)
    {
        try
        {
            using var reader = new StreamReader(path);
            return ReadRows(reader, path, complaints, required);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read: {refused.Message}", refused);
        }
    }

    private static List<CsvRow> ReadRows(TextReader reader, string path, Complaints complaints, ReadOnlySpan<string> required)
    {
        Dictionary<string, int>? columns = null;
        var rows = new List<CsvRow>();
        foreach (var record in CsvText.Read(reader, path))
            if (columns is null)
                columns = Columns(record, path, required);
            else if (record.Fields.Count == columns.Count)
                rows.Add(new CsvRow(record, columns));
            else
                complaints.Add($"{path}, line {record.Line}: {record.Fields.Count} fields where the header has {columns.Count}");

        return columns is null ? throw new DataException($"{path}: empty; its first line should name the columns {Join(required)}") : rows;
    }

    private static Dictionary<string, int> Columns(CsvRecord header, string path, ReadOnlySpan<string> required)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Fields.Count; i++)
            if (!columns.TryAdd(header.Fields[i].Trim(), i))
                throw new DataException($"{path}, line {header.Line}: two columns are called '{header.Fields[i].Trim()}'");

        foreach (var name in required)
            if (!columns.ContainsKey(name))
                throw new DataException($"{path}, line {header.Line}: no column '{name}'; the columns {Join(required)} are needed");
        return columns;
    }

    private static string Join(ReadOnlySpan<string> names) => string.Join(',', names.ToArray());
}

/// <summary>One row of a <see cref="CsvTable"/>.</summary>
internal readonly struct CsvRow(CsvRecord record, Dictionary<string, int> columns)
{
    /// <summary>Number of the line on which the row begins, from 1.</summary>
    public int Line => record.Line;

    /// <summary>The field of a column; empty if there is no such column.</summary>
    public string this[string column] => columns.TryGetValue(column, out var index) ? record.Fields[index] : "";

    /// <summary>Reads a whole number.</summary>
    public bool TryInt(string column, out int value) =>
        int.TryParse(this[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a whole number; an empty or missing field stands for <paramref name="otherwise"/>.</summary>
    public bool TryIntOr(string column, int otherwise, out int value)
    {
        value = otherwise;
        return this[column].Length == 0 || TryInt(column, out value);
    }

    /// <summary>Reads a finite number.</summary>
    public bool TryFloat(string column, out float value) =>
        float.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
}
