using SoGar.Compute.Data;

namespace SoGar.Compute.Synthesis;

/// <summary>What a synthetic data set is to hold; the defaults are those of the demo. Equal options give equal frames.</summary>
public sealed record VideoSetOptions
{
    /// <summary>The data seed; another one gives other clips throughout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Size, length and frame rate of every clip.</summary>
    public ClipFormat Format { get; init; } = new();

    /// <summary>Training clips of each of the eight activities.</summary>
    public int TrainClipsPerActivity { get; init; } = 80;

    /// <summary>Validation clips of each activity.</summary>
    public int ValidationClipsPerActivity { get; init; }

    /// <summary>Test clips of each activity.</summary>
    public int TestClipsPerActivity { get; init; } = 40;

    /// <summary>Clips of all splits.</summary>
    public int ClipCount => SplitNames.All.Sum(ClipCountOf);

    /// <summary>Clips of one split.</summary>
    public int ClipCountOf(Split split) => Activities.All.Count * split switch
    {
        Split.Train => TrainClipsPerActivity,
        Split.Validation => ValidationClipsPerActivity,
        Split.Test => TestClipsPerActivity,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "not a split"),
    };

    /// <summary>The keys of all clips, split after split.</summary>
    public IEnumerable<ClipKey> Clips() =>
        from split in SplitNames.All
        from index in Enumerable.Range(0, ClipCountOf(split))
        select new ClipKey(Seed, split, index);

    /// <summary>What is wrong with the options, each complaint saying what would work; empty if nothing is.</summary>
    public IEnumerable<string> Complaints()
    {
        foreach (var complaint in Format.Complaints())
            yield return complaint;
        foreach (var (name, count) in new[] { ("train", TrainClipsPerActivity), ("val", ValidationClipsPerActivity), ("test", TestClipsPerActivity) })
            if (count is < 0 or > 10_000)
                yield return $"{name} clips per activity is {count}; 0 to 10000 would work";
        if (TrainClipsPerActivity + ValidationClipsPerActivity + TestClipsPerActivity == 0)
            yield return "no clips at all are asked for; give at least one split a clip per activity";
    }
}
