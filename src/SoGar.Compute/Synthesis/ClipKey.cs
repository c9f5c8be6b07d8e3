using SoGar.Compute.Data;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>Which clip of which set: all that is random in a clip follows from its key, so clips can be made in any order, by any number of workers.</summary>
/// <param name="Seed">The data seed that the whole set was asked for with.</param>
/// <param name="Split">The split that the clip belongs to.</param>
/// <param name="Index">Number of the clip within its split, from 0.</param>
public readonly record struct ClipKey(ulong Seed, Split Split, int Index)
{
    /// <summary>Activities take turns, so that every prefix of a split is as balanced as it can be.</summary>
    public Activity Activity => Activities.All[Index % Activities.All.Count];

    /// <summary>The name of the clip's files without extension, such as <c>advance-right-0007</c>; unique within the split.</summary>
    public string Name => $"{Activity.Name()}-{Index / Activities.All.Count:D4}";

    /// <summary>
    /// The seed that the clips of a split are drawn with. Training clips use the given one; the other splits use seeds derived from it,
    /// so that they are sets of their own rather than a remainder of the training set.
    /// </summary>
    public static ulong SeedOf(ulong seed, Split split) =>
        split == Split.Train ? seed : KeyedRandom.For(seed, Purpose.Synthesis, -1L - (int)split).NextUInt64();

    /// <summary>The stream that <paramref name="aspect"/> of the clip is drawn from; adding draws to one aspect leaves the others as they were.</summary>
    internal KeyedRandom Chance(ClipAspect aspect) =>
        KeyedRandom.For(SeedOf(Seed, Split), Purpose.Synthesis, (int)Split, Index, (int)aspect);
}

/// <summary>What of a clip is drawn. Values are part of the key of every draw and never reused.</summary>
internal enum ClipAspect
{
    Motion = 1,
    People = 2,
    Court = 3,
    Camera = 4,
    Ball = 5,
    Referee = 6,
    Grain = 7,
    Target = 8,
}
