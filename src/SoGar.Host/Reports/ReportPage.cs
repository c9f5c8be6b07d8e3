using System.Net;
using System.Text;

namespace SoGar.Host.Reports;

/// <summary>A page that stands by itself: style, tables and pictures are inside, nothing is fetched from anywhere.</summary>
internal sealed class ReportPage(string title)
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #202228; background: #fff; max-width: 1080px; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid #e0e2e6 }
        table { border-collapse: collapse; margin: 1rem 0 } td, th { padding: .2rem .9rem .2rem 0; text-align: left; vertical-align: top }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums } th { color: #787c84; font-weight: 600 }
        img { max-width: 100%; height: auto; display: block; margin: 1rem 0 } pre { background: #f6f7f9; padding: 1rem; overflow-x: auto; font-size: 13px }
        .quiet { color: #787c84 }
        """;

    private readonly StringBuilder _body = new();

    /// <summary>Begins a section.</summary>
    public void Section(string heading) => _body.Append("<h2>").Append(Text(heading)).Append("</h2>\n");

    /// <summary>A paragraph of less weight.</summary>
    public void Note(string words) => _body.Append("<p class=\"quiet\">").Append(Text(words)).Append("</p>\n");

    /// <summary>Names and values, those that are empty left out.</summary>
    public void Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        _body.Append("<table>\n");
        foreach (var (name, value) in facts.Where(fact => !string.IsNullOrEmpty(fact.Value)))
            _body.Append("<tr><th>").Append(Text(name)).Append("</th><td>").Append(Text(value!).Replace("\n", "<br>", StringComparison.Ordinal))
                .Append("</td></tr>\n");
        _body.Append("</table>\n");
    }

    /// <summary>A table; the first column is text, the others are numbers.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        _body.Append("<table>\n<tr>");
        for (var column = 0; column < columns.Count; column++) Cell("th", column, columns[column]);
        _body.Append("</tr>\n");
        foreach (var row in rows)
        {
            _body.Append("<tr>");
            for (var column = 0; column < row.Count; column++) Cell("td", column, row[column]);
            _body.Append("</tr>\n");
        }

        _body.Append("</table>\n");
    }

    /// <summary>A picture, put into the page.</summary>
    /// <param name="png">A PNG file's bytes.</param>
    /// <param name="caption">What it shows, for those who cannot see it.</param>
    public void Picture(byte[] png, string caption) =>
        _body.Append("<img alt=\"").Append(Text(caption)).Append("\" src=\"data:image/png;base64,").Append(Convert.ToBase64String(png)).Append("\">\n");

    /// <summary>Text as it stands.</summary>
    public void Verbatim(string text) => _body.Append("<pre>").Append(Text(text)).Append("</pre>\n");

    /// <summary>The whole page.</summary>
    public override string ToString() =>
        $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta " +
        $"charset=\"utf-8\">\n<title>{Text(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{Text(title)}</h1>\n{_body}</body>\n</html>\n";

    private void Cell(string tag, int column, string text) =>
        _body.Append('<').Append(tag).Append(column == 0 ? ">" : " class=\"number\">").Append(Text(text)).Append("</").Append(tag).Append('>');

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
