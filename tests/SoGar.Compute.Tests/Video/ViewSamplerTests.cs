using SoGar.Compute.Data;
using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Tests.Video;

public sealed class ViewSamplerTests
{
    private static readonly ClipFacts Clip = new(250, 25, 320, 240);

    [Fact]
    public void Views_depend_on_seed_epoch_sample_and_view_and_on_nothing_else()
    {
        var recipe = new ViewsRecipe();
        var slots = ViewSlot.Of(recipe, 7, 3);
        var once = new ViewSampler(recipe, 7).Plan(Clip, new SampleDraw(2, 40), slots);

        var busy = new ViewSampler(recipe, 7);
        for (var sample = 0; sample < 20; sample++)
            busy.Plan(Clip, new SampleDraw(0, sample), slots);

        Assert.Equal(once.Select(Described), busy.Plan(Clip, new SampleDraw(2, 40), slots).Select(Described));
        Assert.NotEqual(once.Select(Described), busy.Plan(Clip, new SampleDraw(3, 40), slots).Select(Described));
        Assert.NotEqual(once.Select(Described), busy.Plan(Clip, new SampleDraw(2, 41), slots).Select(Described));
        Assert.NotEqual(once.Select(Described), new ViewSampler(recipe, 8).Plan(Clip, new SampleDraw(2, 40), slots).Select(Described));
        Assert.Equal(once.Length, once.Select(Described).Distinct().Count());
    }

    [Fact]
    public void Sixteen_views_are_dealt_their_numbers_of_frames_in_turn()
    {
        var slots = ViewSlot.Of(new ViewsRecipe(), seed: 1, step: 0);

        var local = slots.Where(slot => slot.Recipe.Role == ViewRole.Scl).Select(slot => slot.Frames);
        Assert.Equal([2, 4, 8, 16, 2, 4, 8, 16, 2, 4, 8, 16, 2, 4, 8, 16], local);
        Assert.Equal(Enumerable.Range(0, 18), slots.Select(slot => slot.Number));
    }

    [Fact]
    public void A_single_view_with_several_numbers_of_frames_draws_one_per_step()
    {
        var drawn = Enumerable.Range(0, 200).Select(step => ViewSlot.Of(new ViewsRecipe(), 1, step)[1].Frames).ToList();

        Assert.Equal([2, 4, 8, 16], drawn.Distinct().Order());
        Assert.Equal(drawn, Enumerable.Range(0, 200).Select(step => ViewSlot.Of(new ViewsRecipe(), 1, step)[1].Frames));
    }

    [Fact]
    public void Teacher_and_student_see_different_halves_of_the_same_item()
    {
        var recipe = new ViewsRecipe
        {
            Window = WindowRule.Whole,
            Cut = [new() { Role = ViewRole.Teacher, Span = SpanRule.Half }, new() { Role = ViewRole.Tcl, Span = SpanRule.OtherHalf }],
        };
        var sampler = new ViewSampler(recipe, 1);
        var slots = ViewSlot.Of(recipe, 1, 0);
        var clip = Clip with { FrameCount = 64 };
        var teacherFirst = 0;
        for (var sample = 0; sample < 400; sample++)
        {
            var plans = sampler.Plan(clip, new SampleDraw(0, sample), slots);
            var isFirst = plans[0].Frames[^1] == 31;
            Assert.Equal(isFirst ? (0, 31) : (32, 63), (plans[0].Frames[0], plans[0].Frames[^1]));
            Assert.Equal(isFirst ? (32, 63) : (0, 31), (plans[1].Frames[0], plans[1].Frames[^1]));
            teacherFirst += isFirst ? 1 : 0;
        }

        Assert.InRange(teacherFirst, 150, 250);
    }

    [Fact]
    public void A_long_video_is_cut_to_ten_seconds_unless_it_is_annotated()
    {
        var longClip = Clip with { FrameCount = 1000 };
        var annotated = longClip with { Boxes = BoxTrack.Of([(0, new PlayerBox(0, 0, 0, 0, 1, 1))]) };
        var windows = Enumerable.Range(0, 300).Select(key => Window(WindowRule.TenSeconds, longClip, key)).ToList();

        Assert.All(windows, window => Assert.Equal(250, window.Length));
        Assert.All(windows, window => Assert.InRange(window.Start, 0, 750));
        Assert.True(windows.Distinct().Count() > 200);
        Assert.Equal(new ClipWindow(0, 1000), Window(WindowRule.TenSeconds, annotated, 0));
        Assert.Equal(new ClipWindow(0, 250), Window(WindowRule.TenSeconds, Clip, 0));
        Assert.Equal(new ClipWindow(0, 1000), Window(WindowRule.Whole, longClip, 0));
        Assert.Equal(256, Window(WindowRule.Svt, longClip with { FramesPerSecond = 30 }, 0).Length);
        Assert.Equal(213, Window(WindowRule.Svt, longClip, 0).Length);
    }

    [Fact]
    public void Photometric_changes_come_as_often_and_as_strong_as_the_recipe_says()
    {
        var recipe = new AugmentRecipe { Blur = 0.1, Solarise = 0.2 };
        var drawn = Enumerable.Range(0, 4000).Select(key => Photometry.Draw(recipe, KeyedRandom.For(1, Purpose.Test, key))).ToList();
        var jitters = drawn.Where(changes => changes.Jitter is not null).Select(changes => changes.Jitter!).ToList();

        Assert.InRange(drawn.Count(changes => changes.Flip), 1850, 2150);
        Assert.InRange(jitters.Count, 3080, 3320);
        Assert.InRange(drawn.Count(changes => changes.Grayscale), 680, 920);
        Assert.InRange(drawn.Count(changes => changes.BlurSigma > 0), 310, 490);
        Assert.InRange(drawn.Count(changes => changes.Solarise), 680, 920);
        Assert.All(drawn.Where(changes => changes.BlurSigma > 0), changes => Assert.InRange(changes.BlurSigma, 0.1, 2));
        Assert.All(jitters, jitter => Assert.InRange(jitter.Brightness, 0.6f, 1.4f));
        Assert.All(jitters, jitter => Assert.InRange(jitter.Saturation, 0.8f, 1.2f));
        Assert.All(jitters, jitter => Assert.InRange(jitter.Hue, -0.1f, 0.1f));
        Assert.Equal(24, jitters.Select(jitter => string.Join(',', jitter.Order)).Distinct().Count());
    }

    [Fact]
    public void An_intact_view_spreads_over_the_middle_and_changes_nothing()
    {
        var plan = ViewPlan.Intact(Clip with { FrameCount = 64 }, new ViewsRecipe(), frames: 8, size: 32, windowFrames: 32);

        Assert.Equal((16, 47), (plan.Frames[0], plan.Frames[^1]));
        Assert.Equal(CropBox.Whole(320, 240), plan.Crop);
        Assert.Equal(Photometry.Plain, plan.Photometry);
    }

    private static ClipWindow Window(WindowRule rule, ClipFacts clip, int key) => ClipWindow.Draw(rule, clip, KeyedRandom.For(1, Purpose.Test, key));

    private static string Described(ViewPlan plan)
    {
        var jitter = plan.Photometry.Jitter;
        return $"{string.Join(' ', plan.Frames)} {plan.Crop} {plan.Size} {plan.Photometry with { Jitter = null }} " +
            $"{jitter?.Brightness} {jitter?.Contrast} {jitter?.Saturation} {jitter?.Hue} {string.Join(' ', jitter?.Order ?? [])}";
    }
}
