using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Evaluation.Tuning;

public sealed class EvaluationViewsTests
{
    private static readonly ClipFacts Clip = new(100, 25, 320, 240);

    [Fact]
    public void Clips_start_at_even_shares_of_what_the_span_leaves()
    {
        var views = Views(new ViewTestRecipe { Clips = 4 });

        // 100 - 40 = 60 frames of slack, in quarters; eight frames over forty.
        Assert.Equal([0, 15, 30, 45], views.Test(Clip).Select(view => view.Frames[0]));
        Assert.Equal([39, 54, 69, 84], views.Test(Clip).Select(view => view.Frames[^1]));
    }

    [Fact]
    public void The_last_clip_reaches_the_end_on_request() =>
        Assert.Equal([0, 20, 40, 60], Views(new ViewTestRecipe { Clips = 4, ReachEnd = true }).Test(Clip).Select(view => view.Frames[0]));

    [Fact]
    public void Three_crops_are_squares_along_the_longer_side_of_every_clip()
    {
        var views = Views(new ViewTestRecipe { Clips = 2, Crops = 3 });

        Assert.Equal(6, views.TestViews);
        Assert.Equal([new(0, 0, 240, 240), new(40, 0, 240, 240), new(80, 0, 240, 240)], views.Test(Clip).Take(3).Select(view => view.Crop));
        Assert.Equal(
            [new(0, 0, 240, 240), new(0, 40, 240, 240), new(0, 80, 240, 240)],
            views.Test(Clip with { Width = 240, Height = 320 }).Skip(3).Select(view => view.Crop));
    }

    [Fact]
    public void One_view_is_the_one_that_features_are_read_from()
    {
        var recipe = Recipe(new ViewTestRecipe());
        var intact = ViewPlan.Intact(Clip, recipe.Views, recipe.Evaluate.Frames, recipe.Evaluate.Size, recipe.Evaluate.WindowFrames);

        var view = Assert.Single(new EvaluationViews(recipe).Test(Clip));

        Assert.Equal((intact.Crop, intact.Size), (view.Crop, view.Size));
        Assert.Equal(intact.Frames, view.Frames);
    }

    [Fact]
    public void Segments_of_Volleyball_give_every_second_frame_round_the_key_frame()
    {
        var views = Views(new ViewTestRecipe { Segments = 5, SegmentFrames = 2 });
        var clip = Clip with { FrameCount = 41 };

        Assert.Equal([16, 18, 20, 22, 24], views.Test(clip, keyFrame: 20)[0].Frames);
        Assert.Equal(5, views.Frames);
        for (var epoch = 0; epoch < 20; epoch++)
            Assert.Equal([16, 18, 20, 22, 24], views.Train(clip, 20, epoch, sample: 3).Frames.Select(frame => frame / 2 * 2));
    }

    [Fact]
    public void Segments_of_NBA_give_the_third_frame_of_four()
    {
        var views = Views(new ViewTestRecipe { Segments = 18, SegmentFrames = 4 });

        Assert.Equal(Enumerable.Range(0, 18).Select(segment => 4 * segment + 2), views.Test(Clip with { FrameCount = 72 })[0].Frames);
    }

    [Fact]
    public void A_training_view_is_a_function_of_epoch_and_sample()
    {
        var views = Views(new ViewTestRecipe());

        Assert.Equal(views.Train(Clip, null, 3, 7).Crop, views.Train(Clip, null, 3, 7).Crop);
        Assert.NotEqual(views.Train(Clip, null, 3, 7).Crop, views.Train(Clip, null, 4, 7).Crop);
    }

    private static Recipe Recipe(ViewTestRecipe test) => new() { Evaluate = new EvaluateRecipe { Frames = 8, Size = 32, WindowFrames = 40, Test = test } };

    private static EvaluationViews Views(ViewTestRecipe test) => new(Recipe(test));
}
