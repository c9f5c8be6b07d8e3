namespace SoGar.Compute.Data;

/// <summary>One thing that is wrong with a data set.</summary>
/// <param name="File">The file, or folder, it was found in.</param>
/// <param name="Line">Its line, from 1; null where it is about the whole file.</param>
/// <param name="Reason">What was found and what would work.</param>
public sealed record DataComplaint(string File, int? Line, string Reason)
{
    /// <summary>As people read it.</summary>
    public override string ToString() => Line is { } line ? $"{File}, line {line}: {Reason}" : File.Length > 0 ? $"{File}: {Reason}" : Reason;
}
