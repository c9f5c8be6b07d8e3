using System.Collections.Immutable;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation;

/// <summary>Which frames of a video an evaluation looks at: spread evenly over its middle, the same ones every time.</summary>
public static class EvaluationClip
{
    /// <summary>
    /// <see cref="EvaluateRecipe.Frames"/> frames of the middle <see cref="EvaluateRecipe.WindowFrames"/>, the first and the last of the window among
    /// them: linspace, cut off to whole frames (methods.md, B.1).
    /// </summary>
    /// <param name="videoFrames">Frames of the video; 1 or more. A window longer than it is the whole video; frames repeat in a short one.</param>
    /// <param name="recipe">Frames and window.</param>
    /// <returns>Ascending indices from 0.</returns>
    public static ImmutableArray<int> Frames(int videoFrames, EvaluateRecipe recipe)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(videoFrames, 1);
        var window = recipe.WindowFrames <= 0 ? videoFrames : Math.Min(recipe.WindowFrames, videoFrames);
        var start = (videoFrames - window) / 2;

        // Whole numbers throughout: a float linspace may fall a hair short of a frame and give its neighbour.
        return [.. Enumerable.Range(0, recipe.Frames).Select(index => start + (int)(index * (window - 1L) / Math.Max(1, recipe.Frames - 1)))];
    }

    /// <summary>The same frames out of order, for the control that tells motion from looks; a keyed permutation of its own for every clip.</summary>
    /// <param name="frames">What <see cref="Frames"/> gave.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="sample">Index of the clip in its data set.</param>
    public static ImmutableArray<int> Shuffled(ImmutableArray<int> frames, ulong seed, long sample)
    {
        var order = frames.ToArray();
        KeyedRandom.For(seed, Purpose.FrameShuffle, sample).Shuffle<int>(order);
        return [.. order];
    }
}
