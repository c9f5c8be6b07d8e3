namespace SoGar.Host.Hocon;

/// <summary>Reads HOCON texts into one tree of slots; later texts are written over earlier ones.</summary>
internal sealed class HoconParser
{
    // Far beyond what people write, and far from the end of the stack.
    private const int DeepestNesting = 200;

    private readonly HoconSurroundings _surroundings;
    private readonly string _file;
    private readonly IReadOnlyList<HoconToken> _tokens;
    private readonly IReadOnlyList<string> _includedAt;
    private readonly IReadOnlyList<string> _includeChain;
    private readonly List<string> _path;
    private int _at;
    private int _nesting;

    private HoconParser(
        HoconSurroundings surroundings,
        string file,
        IReadOnlyList<HoconToken> tokens,
        IReadOnlyList<string> includedAt,
        IReadOnlyList<string> includeChain)
    {
        _surroundings = surroundings;
        _file = file;
        _tokens = tokens;
        _includedAt = includedAt;
        _includeChain = [.. includeChain, Identity(file)];
        _path = [.. includedAt];
    }

    /// <summary>Adds the fields of <paramref name="text"/> to <paramref name="root"/>.</summary>
    /// <param name="root">Receives the fields.</param>
    /// <param name="file">The name for messages, and the place that relative includes start from.</param>
    /// <param name="text">HOCON; its outermost braces may be left out.</param>
    /// <param name="surroundings">Where includes are read.</param>
    /// <param name="firstLine">The number of the first line; 0 for a text that has no lines, such as an argument.</param>
    public static void Parse(ObjectNode root, string file, string text, HoconSurroundings surroundings, int firstLine = 1) =>
        new HoconParser(surroundings, file, HoconLexer.Read(text, file, firstLine), [], []).ParseRoot(root);

    private HoconToken Current => _tokens[_at];

    private HoconPosition Here => new(_file, Current.Line);

    private void ParseRoot(ObjectNode root)
    {
        SkipNewLines();
        var hasBraces = Current.Kind == HoconTokenKind.BraceOpen;
        if (Current.Kind == HoconTokenKind.BracketOpen)
        {
            throw Complain("found a list at the top of the file, where keys should be; write key = [...]");
        }

        _at += hasBraces ? 1 : 0;
        ParseFields(root, hasBraces ? HoconTokenKind.BraceClose : HoconTokenKind.End);
        _at += hasBraces ? 1 : 0;
        SkipNewLines();
        if (Current.Kind != HoconTokenKind.End)
        {
            throw Complain($"found {Current.Describe()} behind the closing '}}' of the file; remove it, or the outermost braces");
        }
    }

    private void ParseFields(ObjectNode target, HoconTokenKind end)
    {
        SkipNewLines();
        while (Current.Kind != end)
        {
            ParseField(target, end);
            SkipSeparator(end, "field");
        }
    }

    private void ParseField(ObjectNode target, HoconTokenKind end)
    {
        if (Current is { Kind: HoconTokenKind.Unquoted, Text: "include" })
        {
            _at++;
            ParseInclude(target);
            return;
        }

        var position = Here;
        var path = ParseKey(end);
        SkipNewLines();
        var isAppend = Current.Kind == HoconTokenKind.Append;
        if (Current.Kind is HoconTokenKind.Separator or HoconTokenKind.Append)
        {
            _at++;
            SkipNewLines();
        }
        else if (Current.Kind != HoconTokenKind.BraceOpen)
        {
            var key = HoconPath.Render(path);
            throw Complain($"found {Current.Describe()} after the key '{key}'; write {key} = value or {key} {{ ... }}");
        }

        _path.AddRange(path);
        var value = ParseValue(HoconPath.Render(path));
        _path.RemoveRange(_path.Count - path.Count, path.Count);

        value = isAppend ? Append(value, position) : value;
        for (var i = path.Count - 1; i > 0; i--)
        {
            var outer = new ObjectNode(position);
            outer.Add(path[i], value);
            value = outer;
        }

        target.Add(path[0], value);
    }

    private static ConcatenationNode Append(HoconNode value, HoconPosition position) =>
        new([new LookBackNode(position), new ArrayNode([new HoconSlot(value, null)], position)], position);

    private IReadOnlyList<string> ParseKey(HoconTokenKind end)
    {
        var words = new List<HoconToken>();
        var position = Here;
        while (Current.Kind is HoconTokenKind.Quoted or HoconTokenKind.Unquoted)
        {
            words.Add(Current);
            _at++;
        }

        if (words.Count > 0)
        {
            return HoconPath.Parse(words, position);
        }

        throw Complain((Current.Kind, end) switch
        {
            (HoconTokenKind.End, _) => "the file ends inside an object; close it with '}'",
            (HoconTokenKind.BraceClose, _) => "found '}' where no object is open; remove it",
            (HoconTokenKind.Substitution, _) => $"found {Current.Describe()} in place of a key; substitutions work in values only",
            _ => $"found {Current.Describe()} in place of a key; write key = value",
        });
    }

    private HoconNode ParseValue(string key)
    {
        if (++_nesting > DeepestNesting)
        {
            throw Complain($"objects and lists are nested more than {DeepestNesting} deep");
        }

        var position = Here;
        var pieces = new List<HoconNode>();
        while (true)
        {
            var spaceBefore = Current.SpaceBefore;
            if (ParsePiece() is not { } piece)
            {
                break;
            }

            if (pieces.Count > 0 && spaceBefore.Length > 0)
            {
                pieces.Add(new SpaceNode(spaceBefore, piece.Position));
            }

            pieces.Add(piece);
        }

        _nesting--;
        return pieces switch
        {
            [] => throw Complain(
                $"found {Current.Describe()} where the value of '{key}' should be; write a value, or \"\" for an empty text"),
            _ when Current.Kind is HoconTokenKind.Separator or HoconTokenKind.Append =>
                throw Complain($"found {Current.Describe()} inside the value of '{key}'; "
                    + "put a text that has it in \"quotes\", or start the next key on a line of its own"),
            [var only] => only,
            _ => new ConcatenationNode(pieces, position),
        };
    }

    private HoconNode? ParsePiece()
    {
        var token = Current;
        var position = Here;
        switch (token.Kind)
        {
            case HoconTokenKind.Quoted or HoconTokenKind.Unquoted:
                _at++;
                return new ScalarNode(token.Text, token.Kind == HoconTokenKind.Quoted, position);
            case HoconTokenKind.Substitution:
                _at++;
                return new SubstitutionNode(token.Path, _includedAt, token.IsOptional, position);
            case HoconTokenKind.BraceOpen:
                _at++;
                var inner = new ObjectNode(position);
                ParseFields(inner, HoconTokenKind.BraceClose);
                _at++;
                return inner;
            case HoconTokenKind.BracketOpen:
                _at++;
                return ParseItems(position);
            default:
                return null;
        }
    }

    private ArrayNode ParseItems(HoconPosition position)
    {
        var items = new List<HoconSlot>();
        SkipNewLines();
        while (Current.Kind != HoconTokenKind.BracketClose)
        {
            if (Current.Kind is HoconTokenKind.End or HoconTokenKind.BraceClose)
            {
                var opened = position.Line < Current.Line ? $" that line {position.Line} opens" : "";
                throw Complain($"found {Current.Describe()} inside a list{opened}; close it with ']'");
            }

            items.Add(new HoconSlot(ParseValue("a list's item"), null));
            SkipSeparator(HoconTokenKind.BracketClose, "item");
        }

        _at++;
        return new ArrayNode(items, position);
    }

    // One comma, or any number of line ends, or both; a single comma may trail.
    private void SkipSeparator(HoconTokenKind end, string what)
    {
        var before = _at;
        SkipNewLines();
        if (Current.Kind == HoconTokenKind.Comma)
        {
            _at++;
            SkipNewLines();
            if (Current.Kind == HoconTokenKind.Comma)
            {
                throw Complain($"found a second ',' with no {what} before it; remove one");
            }
        }
        else if (_at == before && Current.Kind != end && Current.Kind != HoconTokenKind.End)
        {
            throw Complain($"found {Current.Describe()} behind a {what}; put a comma or a new line between");
        }
    }

    private void SkipNewLines()
    {
        while (Current.Kind == HoconTokenKind.NewLine)
        {
            _at++;
        }
    }

    private void ParseInclude(ObjectNode target)
    {
        var position = Here;
        var request = HoconInclude.Parse(TakeIncludeWords(), position);
        var found = request.Candidates(_file)
            .Select(path => (Path: path, Text: _surroundings.ReadFile(path)))
            .FirstOrDefault(candidate => candidate.Text is not null);
        if (found.Text is null)
        {
            if (request.IsRequired)
            {
                var places = string.Join(", ", request.Candidates(_file));
                throw new HoconException(position, $"the required include \"{request.Name}\" is not there; looked for {places}");
            }

            return;
        }

        if (_includeChain.Contains(Identity(found.Path)))
        {
            var way = string.Join(" -> ", [.. _includeChain.Select(Path.GetFileName), request.Name]);
            throw new HoconException(position, $"\"{request.Name}\" includes itself: {way}");
        }

        new HoconParser(_surroundings, found.Path, HoconLexer.Read(found.Text, found.Path), [.. _path], _includeChain).ParseRoot(target);
    }

    private List<HoconToken> TakeIncludeWords()
    {
        var words = new List<HoconToken>();
        while (Current.Kind is HoconTokenKind.Quoted or HoconTokenKind.Unquoted)
        {
            words.Add(Current);
            _at++;
        }

        return words;
    }

    private static string Identity(string file) => Path.GetFullPath(file);

    private HoconException Complain(string complaint) => new(Here, complaint);
}
