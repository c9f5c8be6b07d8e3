namespace SoGar.Host.Hocon;

/// <summary>What stands behind the word <c>include</c>.</summary>
/// <param name="Name">The file as written.</param>
/// <param name="IsRequired">True for <c>required(...)</c>: a missing file is then an error, else it counts as empty.</param>
internal sealed record HoconInclude(string Name, bool IsRequired)
{
    private static readonly string[] Extensions = ["", ".conf", ".json"];

    /// <summary>Reads <c>"x"</c>, <c>file("x")</c>, <c>required("x")</c> and <c>required(file("x"))</c>.</summary>
    public static HoconInclude Parse(IReadOnlyList<HoconToken> words, HoconPosition position)
    {
        var quoted = words.Where(word => word.Kind == HoconTokenKind.Quoted).ToList();
        var shape = string.Concat(words.Select(word => word.Kind == HoconTokenKind.Quoted ? "*" : word.Text));
        return (shape, quoted) switch
        {
            ("*" or "file(*)", [var name]) => new HoconInclude(name.Text, false),
            ("required(*)" or "required(file(*))", [var name]) => new HoconInclude(name.Text, true),
            ("url(*)" or "classpath(*)" or "required(url(*))" or "required(classpath(*))", _) =>
                throw new HoconException(position, "includes by url or classpath are not read; copy the file here and name its path"),
            _ => throw new HoconException(position, "found 'include' without a file in quotes behind it; "
                + "write include \"other.conf\", or put \"include\" in quotes where it is a key"),
        };
    }

    /// <summary>The paths to try, in order, relative to the including file.</summary>
    public IEnumerable<string> Candidates(string includingFile)
    {
        var folder = Path.GetDirectoryName(includingFile) ?? "";
        return Extensions.Select(extension => Path.Combine(folder, Name + extension));
    }
}
