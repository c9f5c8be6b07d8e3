using System.Text;

namespace SoGar.Compute.Data;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">Number of the line on which it begins, from 1.</param>
/// <param name="Fields">The fields, unquoted.</param>
internal readonly record struct CsvRecord(int Line, IReadOnlyList<string> Fields);

/// <summary>Comma-separated values by RFC 4180: quoted fields, doubled quotes, line ends inside quotes. Blank lines are passed over.</summary>
internal static class CsvText
{
    // A field that outgrows this is a file of another kind, or a quote that is never closed: stop before it fills the memory.
    private const int LongestField = 64 * 1024;
    private const int MostFields = 1000;
    private const int EndOfText = -1;

    /// <summary>Writes one record, quoting what has to be.</summary>
    public static void WriteRecord(TextWriter writer, params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                writer.Write(',');
            writer.Write(NeedsQuotes(fields[i]) ? $"\"{fields[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : fields[i]);
        }

        writer.Write('\n');
    }

    /// <summary>Reads record after record.</summary>
    /// <param name="reader">Borrowed until the enumeration ends.</param>
    /// <param name="file">What complaints call the text.</param>
    /// <exception cref="DataException">A quote is misplaced or never closed, or a field or record is beyond all measure.</exception>
    public static IEnumerable<CsvRecord> Read(TextReader reader, string file)
    {
        var line = 1;
        while (reader.Peek() != EndOfText)
        {
            var firstLine = line;
            var fields = ReadRecord(reader, file, ref line);
            if (fields is not [""])
                yield return new CsvRecord(firstLine, fields);
        }
    }

    private static List<string> ReadRecord(TextReader reader, string file, ref int line)
    {
        var fields = new List<string>();
        while (true)
        {
            if (fields.Count == MostFields)
                throw new DataException($"{file}, line {line}: more than {MostFields} fields; is this a CSV file?");
            fields.Add(reader.Peek() == '"' ? ReadQuoted(reader, file, ref line) : ReadPlain(reader, file, line));
            var separator = reader.Read();
            if (separator == '\r' && reader.Peek() == '\n')
                separator = reader.Read();
            if (separator == ',')
                continue;

            line++;
            return fields;
        }
    }

    private static string ReadPlain(TextReader reader, string file, int line)
    {
        var field = new StringBuilder();
        while (!EndsField(reader.Peek()))
        {
            if (reader.Peek() == '"')
                throw new DataException($"{file}, line {line}: a quote inside an unquoted field; quote the whole field and double the quote");
            Append(field, reader.Read(), file, line);
        }

        return field.ToString();
    }

    private static string ReadQuoted(TextReader reader, string file, ref int line)
    {
        var firstLine = line;
        var field = new StringBuilder();
        reader.Read();
        while (true)
        {
            var next = reader.Read();
            if (next == EndOfText)
                throw new DataException($"{file}, line {firstLine}: a quoted field begins here and is never closed");
            if (next == '"')
            {
                if (EndsField(reader.Peek()))
                    return field.ToString();
                if (reader.Read() != '"')
                    throw new DataException($"{file}, line {line}: text after a closing quote; double a quote that is part of the field");
            }
            else if (next == '\n')
                line++;

            Append(field, next, file, line);
        }
    }

    private static void Append(StringBuilder field, int next, string file, int line)
    {
        if (field.Length == LongestField)
            throw new DataException($"{file}, line {line}: a field of more than {LongestField} characters; is a quote not closed?");
        field.Append((char)next);
    }

    private static bool EndsField(int next) => next is EndOfText or ',' or '\n' or '\r';

    private static bool NeedsQuotes(string field) => field.AsSpan().IndexOfAny(",\"\r\n") >= 0;
}
