using SoGar.Compute.Evaluation;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class EvaluationClipTests
{
    [Fact]
    public void Eight_frames_are_spread_over_the_middle_32_of_64() =>
        Assert.Equal([16, 20, 24, 29, 33, 38, 42, 47], EvaluationClip.Frames(64, new EvaluateRecipe { Frames = 8, WindowFrames = 32 }));

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Without_a_window_that_fits_the_whole_video_is_spanned(int window)
    {
        var frames = EvaluationClip.Frames(64, new EvaluateRecipe { Frames = 8, WindowFrames = window });

        Assert.Equal((0, 63), (frames[0], frames[^1]));
        Assert.Equal(frames.Order(), frames);
    }

    [Fact]
    public void In_a_short_video_frames_repeat() =>
        Assert.Equal([0, 0, 0, 1, 1, 2], EvaluationClip.Frames(3, new EvaluateRecipe { Frames = 6 }));

    [Fact]
    public void One_frame_is_the_first_of_the_window() =>
        Assert.Equal([16], EvaluationClip.Frames(64, new EvaluateRecipe { Frames = 1, WindowFrames = 32 }));

    [Fact]
    public void Every_frame_of_the_longest_video_is_within_it()
    {
        var frames = EvaluationClip.Frames(int.MaxValue, new EvaluateRecipe { Frames = 64 });

        Assert.Equal((0, int.MaxValue - 1), (frames[0], frames[^1]));
    }

    [Fact]
    public void Shuffling_keeps_the_frames_and_depends_on_seed_and_clip()
    {
        var frames = EvaluationClip.Frames(64, new EvaluateRecipe { Frames = 16 });

        var shuffled = EvaluationClip.Shuffled(frames, seed: 1, sample: 7);

        Assert.Equal(frames, shuffled.Order());
        Assert.NotEqual(frames, shuffled);
        Assert.Equal(shuffled, EvaluationClip.Shuffled(frames, seed: 1, sample: 7));
        Assert.NotEqual(shuffled, EvaluationClip.Shuffled(frames, seed: 2, sample: 7));
        Assert.NotEqual(shuffled, EvaluationClip.Shuffled(frames, seed: 1, sample: 8));
    }
}
