namespace SoGar.Host.Hocon;

/// <summary>Configuration texts written over each other, lowest first, and resolved together.</summary>
internal sealed class HoconLayers(HoconSurroundings surroundings)
{
    private readonly ObjectNode _root = new(new HoconPosition("configuration", 0));

    /// <summary>Adds a file on top.</summary>
    /// <exception cref="HoconException">There is no such file, or it cannot be understood.</exception>
    public HoconLayers AddFile(string path)
    {
        var text = surroundings.ReadFile(path) ?? throw new HoconException(new HoconPosition(path, 0), "there is no such file");
        return AddText(path, text);
    }

    /// <summary>Adds a text on top.</summary>
    /// <param name="name">What messages call it; relative includes start from its folder.</param>
    /// <param name="text">HOCON.</param>
    public HoconLayers AddText(string name, string text)
    {
        HoconParser.Parse(_root, name, text, surroundings);
        return this;
    }

    /// <summary>
    /// Adds one <c>key=value</c> of the command line on top. The value is taken as it stands, so that paths need no quotes; one that
    /// begins with a bracket, a brace or a quote, or has a substitution in it, is read as HOCON, and so is all behind <c>+=</c>.
    /// </summary>
    public HoconLayers AddOverride(string assignment)
    {
        var sign = assignment.IndexOf('=', StringComparison.Ordinal);
        var position = new HoconPosition(CommandLine, 0);
        if (sign <= 0)
        {
            throw new HoconException(position, $"found '{assignment}', which is no setting; write key=value");
        }

        var (key, value) = (assignment[..sign], assignment[(sign + 1)..].Trim());
        var isHocon = key.EndsWith('+') || value is ['{' or '[' or '"', ..] or "null" || value.Contains("${", StringComparison.Ordinal);
        var text = isHocon ? assignment : $"{key} = {HoconWriter.Quote(value)}";
        try
        {
            HoconParser.Parse(_root, CommandLine, text, surroundings, firstLine: 0);
        }
        catch (HoconException trouble)
        {
            throw new HoconException(position, $"in '{assignment}': {trouble.Complaint}");
        }

        return this;
    }

    /// <summary>The whole, with all substitutions done.</summary>
    public HoconObject Resolve() => HoconResolver.Resolve(_root, surroundings.Variable);

    private const string CommandLine = "command line";
}
