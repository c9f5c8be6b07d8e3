namespace SoGar.Host.Hocon;

/// <summary>Where a value was written.</summary>
/// <param name="File">The file as the user named it, or a word such as "command line".</param>
/// <param name="Line">Counted from 1; 0 where the origin has no lines.</param>
internal readonly record struct HoconPosition(string File, int Line)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}" : File;
}
