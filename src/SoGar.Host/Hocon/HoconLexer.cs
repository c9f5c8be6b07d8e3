using System.Buffers;
using System.Globalization;
using System.Text;

namespace SoGar.Host.Hocon;

/// <summary>Cuts a HOCON text into tokens. Comments vanish; the ends of lines stay, for they separate fields.</summary>
internal sealed class HoconLexer
{
    private const string Reserved = "$\"{}[]:=,+#`^?!@*&\\";
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.-");

    private readonly string _text;
    private readonly string _file;
    private readonly List<HoconToken> _tokens = [];
    private int _at;
    private int _line;

    private HoconLexer(string text, string file, int firstLine)
    {
        _line = firstLine;
        _text = text;
        _file = file;
    }

    public static IReadOnlyList<HoconToken> Read(string text, string file, int firstLine = 1)
    {
        var lexer = new HoconLexer(text, file, firstLine);
        while (lexer._tokens is not [.., { Kind: HoconTokenKind.End }])
        {
            lexer._tokens.Add(lexer.Next());
        }

        return lexer._tokens;
    }

    private char Current => Peek(0);

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private bool IsAtEnd => _at >= _text.Length;

    private HoconToken Next()
    {
        var space = TakeSpace();
        SkipComment();
        if (IsAtEnd)
        {
            return new HoconToken(HoconTokenKind.End, "", space, _line);
        }

        return Current switch
        {
            '\n' => TakeNewLine(space),
            '{' => TakeSign(HoconTokenKind.BraceOpen, 1, space),
            '}' => TakeSign(HoconTokenKind.BraceClose, 1, space),
            '[' => TakeSign(HoconTokenKind.BracketOpen, 1, space),
            ']' => TakeSign(HoconTokenKind.BracketClose, 1, space),
            ',' => TakeSign(HoconTokenKind.Comma, 1, space),
            ':' or '=' => TakeSign(HoconTokenKind.Separator, 1, space),
            '+' when Peek(1) == '=' => TakeSign(HoconTokenKind.Append, 2, space),
            '"' => TakeQuoted(space),
            '$' when Peek(1) == '{' => TakeSubstitution(space),
            _ => TakeUnquoted(space),
        };
    }

    private HoconToken TakeSign(HoconTokenKind kind, int length, string space)
    {
        var text = _text.Substring(_at, length);
        _at += length;
        return new HoconToken(kind, text, space, _line);
    }

    private HoconToken TakeNewLine(string space)
    {
        _at++;
        return new HoconToken(HoconTokenKind.NewLine, "\n", space, _line++);
    }

    private string TakeSpace()
    {
        var start = _at;
        while (!IsAtEnd && Current != '\n' && IsSpace(Current))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private void SkipComment()
    {
        if (Current == '#' || StartsComment)
        {
            while (!IsAtEnd && Current != '\n')
            {
                _at++;
            }
        }
    }

    private bool IsReserved => Reserved.Contains(Current, StringComparison.Ordinal);

    private bool StartsComment => Current == '/' && Peek(1) == '/';

    private HoconToken TakeUnquoted(string space)
    {
        var start = _at;
        while (!IsAtEnd && !IsSpace(Current) && !StartsComment && (!IsReserved || IsExponentSign(start)))
        {
            _at++;
        }

        return _at > start
            ? new HoconToken(HoconTokenKind.Unquoted, _text[start.._at], space, _line)
            : throw Complain($"found '{Current}', which cannot stand outside quotes; put the text that has it in \"quotes\"");
    }

    // The plus of 1e+5 belongs to the number; any other plus is either += or needs quotes.
    private bool IsExponentSign(int start) =>
        Current == '+' && _at > start + 1 && _text[_at - 1] is 'e' or 'E' && char.IsAsciiDigit(Peek(1))
        && _text.AsSpan(start, _at - 1 - start).IndexOfAnyExcept(OfNumbers) < 0;

    private HoconToken TakeQuoted(string space)
    {
        var line = _line;
        if (Peek(1) == '"' && Peek(2) == '"')
        {
            return new HoconToken(HoconTokenKind.Quoted, TakeTripleQuoted(), space, line);
        }

        _at++;
        var content = new StringBuilder();
        while (Current != '"' || IsAtEnd)
        {
            if (IsAtEnd || Current == '\n')
            {
                throw Complain("this text has no closing quote on its line; close it, or use \"\"\"three quotes\"\"\" for several lines");
            }

            content.Append(Current == '\\' ? TakeEscape() : TakePlain());
        }

        _at++;
        return new HoconToken(HoconTokenKind.Quoted, content.ToString(), space, line);
    }

    private char TakePlain() => char.IsControl(Current)
        ? throw Complain($"found the control character U+{(int)Current:X4} inside quotes; write it as \\u{(int)Current:x4}")
        : _text[_at++];

    private char TakeEscape()
    {
        var escaped = Peek(1);
        _at += 2;
        return escaped switch
        {
            '"' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => TakeUnicode(),
            _ => throw Complain($"found '\\{escaped}' inside quotes, which is no escape; write \\\\ for a backslash"),
        };
    }

    private char TakeUnicode()
    {
        if (_at + 4 > _text.Length || !ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, null, out var code))
        {
            throw Complain("found \\u without four hexadecimal digits behind it; write for example \\u00e9");
        }

        _at += 4;
        return (char)code;
    }

    private string TakeTripleQuoted()
    {
        var opened = _line;
        var start = _at + 3;
        var end = _text.IndexOf("\"\"\"", start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new HoconException(new HoconPosition(_file, opened), "this text is opened by three quotes and never closed by three");
        }

        // Of more than three closing quotes the first ones belong to the text.
        while (end + 3 < _text.Length && _text[end + 3] == '"')
        {
            end++;
        }

        var content = _text[start..end];
        _line += content.AsSpan().Count('\n');
        _at = end + 3;
        return content;
    }

    private HoconToken TakeSubstitution(string space)
    {
        var start = _at;
        _at += 2;
        var isOptional = Current == '?';
        _at += isOptional ? 1 : 0;

        var words = new List<HoconToken>();
        while (true)
        {
            var between = TakeSpace();
            if (Current == '}')
            {
                break;
            }

            words.Add(Current switch
            {
                '\n' or '\0' => throw Complain("this substitution has no closing '}' on its line; write ${some.path} or ${?some.path}"),
                '"' => TakeQuoted(between),
                '[' when Peek(1) == ']' => TakeSign(HoconTokenKind.Unquoted, 2, between),
                _ => TakeUnquoted(between),
            });
        }

        _at++;
        if (words.Count == 0)
        {
            throw Complain("found a substitution without a path; write ${some.path} or ${?some.path}");
        }

        return new HoconToken(HoconTokenKind.Substitution, _text[start.._at], space, _line)
        {
            IsOptional = isOptional,
            Path = HoconPath.Parse(words, Here),
        };
    }

    private static bool IsSpace(char letter) => char.IsWhiteSpace(letter) || letter == '\uFEFF';

    private HoconPosition Here => new(_file, _line);

    private HoconException Complain(string complaint) => new(Here, complaint);
}
