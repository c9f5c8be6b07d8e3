using System.Collections.Immutable;
using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Tuning;

/// <summary>Which views of a clip training with labels and tests look at (methods.md, F.1 and F.3). A function of (recipe, seed, clip, epoch).</summary>
public sealed class EvaluationViews(Recipe recipe)
{
    private readonly EvaluateRecipe _evaluate = recipe.Evaluate;

    /// <summary>Frames of every view.</summary>
    public int Frames => _evaluate.Test.Segments > 0 ? _evaluate.Test.Segments : _evaluate.Frames;

    /// <summary>Test views of a clip: clips times crops.</summary>
    public int TestViews => (_evaluate.Test.Segments > 0 ? 1 : _evaluate.Test.Clips) * _evaluate.Test.Crops;

    /// <summary>The views of a test clip, clip after clip, crop after crop.</summary>
    /// <param name="clip">The opened clip.</param>
    /// <param name="keyFrame">The frame that its label is about; null where the label is about all of it.</param>
    public ImmutableArray<ViewPlan> Test(ClipFacts clip, int? keyFrame = null) =>
        [.. from frames in TestFrames(clip, keyFrame) from crop in Crops(clip) select Plan(frames, crop, Photometry.Plain)];

    /// <summary>One view of a training clip.</summary>
    /// <param name="clip">The opened clip.</param>
    /// <param name="keyFrame">The frame that its label is about; null where the label is about all of it.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="sample">Index of the clip.</param>
    public ViewPlan Train(ClipFacts clip, int? keyFrame, int epoch, int sample)
    {
        var random = KeyedRandom.For(recipe.Seed, Purpose.Tuning, 1, epoch, sample);
        var frames = _evaluate.Test.Segments > 0
            ? Segments(clip, keyFrame, random)
            : Spread(random.NextInt(0, Math.Max(0, clip.FrameCount - SpanOf(clip))), SpanOf(clip), clip);
        var crop = RandomResizedCrop.Draw(random, clip.Width, clip.Height, _evaluate.Tune.Area[0], _evaluate.Tune.Area[1], 0.75, 4.0 / 3);
        return Plan(frames, crop, new Photometry { Flip = random.Happens(_evaluate.Tune.Flip) });
    }

    /// <summary>
    /// The frames of segments: in training a random one of each, in the test the middle one, or the first of a pair (DFWSGAR's released code).
    /// </summary>
    /// <param name="clip">The clip.</param>
    /// <param name="keyFrame">In the middle of the segments; null puts them into the clip's middle.</param>
    /// <param name="random">Null for the test.</param>
    internal ImmutableArray<int> Segments(ClipFacts clip, int? keyFrame, KeyedRandom? random)
    {
        var (count, length) = (_evaluate.Test.Segments, _evaluate.Test.SegmentFrames);
        var start = keyFrame is { } key ? key - (count * length - 1) / 2 : (clip.FrameCount - count * length) / 2;
        return [.. Enumerable.Range(0, count)
            .Select(segment => start + segment * length + (random?.NextInt(length) ?? (length > 2 ? length / 2 : 0)))
            .Select(frame => Math.Clamp(frame, 0, clip.FrameCount - 1))];
    }

    private IEnumerable<ImmutableArray<int>> TestFrames(ClipFacts clip, int? keyFrame)
    {
        var (count, span) = (_evaluate.Test.Clips, SpanOf(clip));
        if (_evaluate.Test.Segments > 0)
        {
            yield return Segments(clip, keyFrame, random: null);
            yield break;
        }

        var slack = Math.Max(0, clip.FrameCount - span);
        for (var index = 0; index < count; index++)
            yield return Spread(
                count == 1 ? slack / 2 : _evaluate.Test.ReachEnd ? slack * index / (count - 1) : slack * index / count, span, clip);
    }

    private IEnumerable<CropBox> Crops(ClipFacts clip)
    {
        if (_evaluate.Test.Crops == 1) return [CropBox.Whole(clip.Width, clip.Height)];
        var side = Math.Min(clip.Width, clip.Height);
        return from place in Enumerable.Range(0, _evaluate.Test.Crops)
               let along = (clip.Width + clip.Height - 2 * side) * place / (_evaluate.Test.Crops - 1)
               select clip.Width >= clip.Height ? new CropBox(along, 0, side, side) : new CropBox(0, along, side, side);
    }

    private int SpanOf(ClipFacts clip) =>
        _evaluate.WindowFrames is > 0 and var window && window < clip.FrameCount ? window : clip.FrameCount;

    private ImmutableArray<int> Spread(int start, int span, ClipFacts clip) =>
        [.. new FrameSpan(start, start + span - 1).Pick(_evaluate.Frames, clip.FrameCount)];

    private ViewPlan Plan(ImmutableArray<int> frames, CropBox crop, Photometry photometry) => new()
    {
        Frames = frames,
        Crop = crop,
        Size = _evaluate.Size,
        Photometry = photometry,
        Scale = ChannelScale.From(recipe.Views),
        Input = recipe.Views.Input,
    };
}
