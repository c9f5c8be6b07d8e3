using System.Collections.Immutable;

namespace SoGar.Compute.Checkpoints;

/// <summary>What came of reading released weights into a network. Every list is in the order of the network, or of the file.</summary>
/// <param name="File">Where the weights came from.</param>
/// <param name="Imported">Parameters that were read from their namesake.</param>
/// <param name="Derived">Parameters of attention over time that were read from their twins over space.</param>
/// <param name="Missing">Parameters that the file does not have; they kept their values.</param>
/// <param name="Unexpected">Tensors of the file that no parameter asked for, under their names in the file.</param>
/// <param name="Mismatched">Parameters whose namesake has another shape; they kept their values.</param>
public sealed record WeightImportReport(
    string File, ImmutableArray<string> Imported, ImmutableArray<string> Derived, ImmutableArray<string> Missing, ImmutableArray<string> Unexpected,
    ImmutableArray<ShapeMismatch> Mismatched)
{
    /// <summary>Whether every parameter received a value and nothing was left over.</summary>
    public bool IsComplete => Missing.IsEmpty && Unexpected.IsEmpty && Mismatched.IsEmpty;

    /// <summary>The report of reading the same file into two layouts: unexpected is what neither asked for.</summary>
    public WeightImportReport With(WeightImportReport other) => new(
        File, [.. Imported, .. other.Imported], [.. Derived, .. other.Derived], [.. Missing, .. other.Missing], [.. Unexpected.Intersect(other.Unexpected)],
        [.. Mismatched, .. other.Mismatched]);

    /// <summary>One line of counts, then one line for each thing that did not match.</summary>
    public override string ToString() => string.Join('\n',
    [
        $"{File}: {Imported.Length} imported, {Derived.Length} derived, {Missing.Length} missing, {Unexpected.Length} unexpected, {Mismatched.Length} of " +
        "another shape",
        .. Missing.Select(name => $"  missing: {name}"),
        .. Unexpected.Select(name => $"  unexpected: {name}"),
        .. Mismatched.Select(mismatch => $"  {mismatch}"),
    ]);
}

/// <summary>A parameter and its namesake, which do not fit.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Wanted">Its shape.</param>
/// <param name="Found">The shape in the file.</param>
public sealed record ShapeMismatch(string Name, ImmutableArray<long> Wanted, ImmutableArray<long> Found)
{
    /// <summary>Both shapes, in words.</summary>
    public override string ToString() => $"of another shape: {Name} is [{string.Join(", ", Wanted)}] here and [{string.Join(", ", Found)}] in the file";
}
