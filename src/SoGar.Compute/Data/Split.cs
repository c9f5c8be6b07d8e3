namespace SoGar.Compute.Data;

/// <summary>What a sample may be used for.</summary>
public enum Split
{
    /// <summary>Pretraining and fitting heads; written <c>train</c>.</summary>
    Train,

    /// <summary>Choosing among settings; written <c>val</c>.</summary>
    Validation,

    /// <summary>Figures that are published; written <c>test</c>.</summary>
    Test,
}

/// <summary>The names of splits in files and folders.</summary>
public static class SplitNames
{
    /// <summary>Every split, in the order in which a data set lists them.</summary>
    public static IReadOnlyList<Split> All { get; } = [Split.Train, Split.Validation, Split.Test];

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>.</summary>
    public static string Name(this Split split) => split switch
    {
        Split.Train => "train",
        Split.Validation => "val",
        Split.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "not a split"),
    };

    /// <summary>Reads what <see cref="Name"/> writes; false for anything else.</summary>
    public static bool TryParse(string text, out Split split)
    {
        foreach (var candidate in All)
            if (candidate.Name() == text)
            {
                split = candidate;
                return true;
            }

        split = default;
        return false;
    }
}
