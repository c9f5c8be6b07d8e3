using System.Text;

namespace SoGar.Host.Hocon;

/// <summary>Writes a resolved tree as HOCON that reads back to the same tree.</summary>
internal static class HoconWriter
{
    /// <summary>One key a line, objects indented by two blanks, lists of plain values on one line.</summary>
    public static string Write(HoconObject root)
    {
        var text = new StringBuilder();
        WriteFields(text, root, 0);
        return text.ToString();
    }

    /// <summary>The text in quotes, with escapes where JSON wants them.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(letter) => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static void WriteFields(StringBuilder text, HoconObject value, int indent)
    {
        foreach (var (key, field) in value.Fields)
        {
            text.Append(' ', indent).Append(HoconPath.RenderKey(key));
            text.Append(field is HoconObject ? " " : " = ");
            WriteValue(text, field, indent);
            text.Append('\n');
        }
    }

    private static void WriteValue(StringBuilder text, HoconValue value, int indent)
    {
        switch (value)
        {
            case HoconObject { Fields.Count: 0 }:
                text.Append("{}");
                break;
            case HoconObject inner:
                text.Append("{\n");
                WriteFields(text, inner, indent + 2);
                text.Append(' ', indent).Append('}');
                break;
            case HoconArray array:
                WriteItems(text, array, indent);
                break;
            case HoconScalar scalar:
                text.Append(scalar.IsQuoted || NeedsQuotes(scalar.Text) ? Quote(scalar.Text) : scalar.Text);
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void WriteItems(StringBuilder text, HoconArray array, int indent)
    {
        if (array.Items.All(item => item is HoconScalar or HoconNull))
        {
            text.Append('[');
            for (var i = 0; i < array.Items.Count; i++)
            {
                text.Append(i == 0 ? "" : ", ");
                WriteValue(text, array.Items[i], indent);
            }

            text.Append(']');
            return;
        }

        text.Append("[\n");
        foreach (var item in array.Items)
        {
            text.Append(' ', indent + 2);
            WriteValue(text, item, indent + 2);
            text.Append('\n');
        }

        text.Append(' ', indent).Append(']');
    }

    private static bool NeedsQuotes(string text) =>
        text.Length == 0 || text.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.'));
}
