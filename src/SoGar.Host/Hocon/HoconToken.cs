namespace SoGar.Host.Hocon;

internal enum HoconTokenKind
{
    BraceOpen,
    BraceClose,
    BracketOpen,
    BracketClose,
    Comma,
    Separator,
    Append,
    NewLine,
    Quoted,
    Unquoted,
    Substitution,
    End,
}

/// <summary>One word of a HOCON text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As a reader of the file would see it; without quotes and with escapes undone where it is quoted.</param>
/// <param name="SpaceBefore">The white space between this and the token before it on the same line; concatenations keep it.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
internal sealed record HoconToken(HoconTokenKind Kind, string Text, string SpaceBefore, int Line)
{
    /// <summary>The path inside <c>${...}</c>; empty for other tokens.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>True for <c>${?...}</c>.</summary>
    public bool IsOptional { get; init; }

    public string Describe() => Kind switch
    {
        HoconTokenKind.End => "the end of the file",
        HoconTokenKind.NewLine => "the end of the line",
        HoconTokenKind.Quoted => $"\"{Text}\"",
        _ => $"'{Text}'",
    };
}
