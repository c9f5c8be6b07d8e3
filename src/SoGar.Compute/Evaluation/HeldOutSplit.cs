using System.Collections.Immutable;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Evaluation;

/// <summary>A part of the training clips that a probe is tuned on: of each class the same share, chosen by key.</summary>
/// <param name="Fit">Indices to learn from, ascending.</param>
/// <param name="HeldOut">Indices to choose by, ascending.</param>
internal sealed record HeldOutSplit(ImmutableArray<int> Fit, ImmutableArray<int> HeldOut)
{
    /// <summary>Holds a fifth of each class out, rounded to the nearest; a class of one or two clips is learned from whole.</summary>
    public static HeldOutSplit Fifth(IReadOnlyList<int> labels, ulong seed)
    {
        var heldOut = new HashSet<int>();
        foreach (var group in Enumerable.Range(0, labels.Count).GroupBy(index => labels[index]).OrderBy(group => group.Key))
        {
            var members = group.ToArray();
            KeyedRandom.For(seed, Purpose.ProbeSplit, group.Key).Shuffle<int>(members);
            heldOut.UnionWith(members.Take((members.Length + 2) / 5));
        }

        return new HeldOutSplit(
            [.. Enumerable.Range(0, labels.Count).Where(index => !heldOut.Contains(index))], [.. heldOut.Order()]);
    }
}
