using System.Collections.Immutable;
using SoGar.Compute.Evaluation;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class EvaluationClipTests
{
    [Fact]
    public void Shuffling_keeps_the_frames_and_depends_on_seed_and_clip()
    {
        ImmutableArray<int> frames = [.. Enumerable.Range(0, 16)];

        var shuffled = EvaluationClip.Shuffled(frames, seed: 1, sample: 7);

        Assert.Equal(frames, shuffled.Order());
        Assert.NotEqual(frames, shuffled);
        Assert.Equal(shuffled, EvaluationClip.Shuffled(frames, seed: 1, sample: 7));
        Assert.NotEqual(shuffled, EvaluationClip.Shuffled(frames, seed: 2, sample: 7));
        Assert.NotEqual(shuffled, EvaluationClip.Shuffled(frames, seed: 1, sample: 8));
    }
}
