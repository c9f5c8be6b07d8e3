using System.Collections.Immutable;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Evaluation;

/// <summary>What an evaluation does to a clip beside looking at it (<see cref="Video.ViewPlan.Intact"/>).</summary>
public static class EvaluationClip
{
    /// <summary>The same frames out of order, for the control that tells motion from looks; a keyed permutation of its own for every clip.</summary>
    /// <param name="frames">The frames in order.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="sample">Index of the clip in its part of the data set.</param>
    public static ImmutableArray<int> Shuffled(ImmutableArray<int> frames, ulong seed, long sample)
    {
        var order = frames.ToArray();
        KeyedRandom.For(seed, Purpose.FrameShuffle, sample).Shuffle<int>(order);
        return [.. order];
    }
}
