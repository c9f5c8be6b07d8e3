using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Tests.Video;

[Collection(NumberedVideosCollection.Name)]
public sealed class ClipTests(NumberedVideos videos)
{
    private static readonly ViewsRecipe Recipe = new()
    {
        Augment = new ViewsRecipe().Augment.SetItem("global", new AugmentRecipe { Blur = 0.5, Solarise = 0.5 }),
        Cut =
        [
            new() { Role = ViewRole.Teacher, Size = 56, Span = SpanRule.Whole, Area = [0.4, 1], Augment = "global" },
            new() { Role = ViewRole.Tcl, Size = 33, Span = SpanRule.Share },
            new() { Role = ViewRole.Scl, Count = 4, Frames = [2, 8], Size = 24, Span = SpanRule.Share },
        ],
    };

    private string Path => videos.Make("clip.mp4", "-c:v libx264 -preset veryfast -crf 18 -g 30 -bf 2");

    [Fact]
    public void A_view_shows_its_frames_in_its_order()
    {
        int[] wanted = [41, 3, 3, 59, 0, 17];
        using var clip = new ClipReader(VideoLimits.Default, new FrameIndexCache()).Open(Path);
        var plan = new ViewPlan { Frames = [.. wanted], Crop = CropBox.Whole(128, 96), Size = 96 };
        var view = new float[plan.Length];

        clip.Render([plan], _ => view);

        for (var position = 0; position < wanted.Length; position++)
        {
            var red = view.AsSpan(position * 96 * 96, 96 * 96);
            var luma = new byte[red.Length];
            for (var i = 0; i < luma.Length; i++)
                luma[i] = (byte)(red[i] * 255);
            Assert.Equal(wanted[position], NumberedVideos.NumberOn(luma, 96, 96, 96));
        }
    }

    [Fact]
    public void Kept_frames_give_the_same_bits_as_fresh_ones()
    {
        var cache = new FrameCache(1 << 24);
        var indices = new FrameIndexCache();

        var fresh = Render(new ClipReader(VideoLimits.Default, indices));
        var first = Render(new ClipReader(VideoLimits.Default, indices, cache));
        var kept = Render(new ClipReader(VideoLimits.Default, indices, cache));

        Assert.Equal(fresh, first);
        Assert.Equal(fresh, kept);
        Assert.Equal((1, 60 * 128 * 96 * 3 / 2), (cache.Count, cache.Bytes));
    }

    [Fact]
    public void Views_do_not_depend_on_what_was_rendered_with_them()
    {
        using var clip = new ClipReader(VideoLimits.Default, new FrameIndexCache()).Open(Path);
        var plans = new ViewSampler(Recipe, 3).Plan(clip.Facts, new SampleDraw(0, 0), ViewSlot.Of(Recipe, 3, 0));
        var together = plans.Select(plan => new float[plan.Length]).ToArray();

        clip.Render(plans.AsSpan(), view => together[view]);

        for (var view = 0; view < plans.Length; view++)
        {
            var alone = new float[plans[view].Length];
            clip.Render([plans[view]], _ => alone);
            Assert.Equal(together[view], alone);
        }
    }

    [Fact]
    public void A_normalised_view_of_differences_has_unit_spread()
    {
        using var clip = new ClipReader(VideoLimits.Default, new FrameIndexCache()).Open(Path);
        var plan = ViewPlan.Intact(clip.Facts, new ViewsRecipe { Input = InputRule.Difference }, frames: 8, size: 32, windowFrames: 32);
        var view = new float[plan.Length];

        clip.Render([plan], _ => view);

        Assert.InRange(Math.Sqrt(view.Average(value => (double)value * value)), 0.9, 1);
        for (var channel = 0; channel < 3; channel++)
            Assert.Equal(view.AsSpan(channel * 8 * 1024, 1024), view.AsSpan(((channel * 8) + 1) * 1024, 1024));
    }

    [Fact]
    public void A_cache_holds_no_more_than_its_bytes_and_forgets_what_has_changed()
    {
        var copy = System.IO.Path.Combine(videos.Folder, "copied.mp4");
        File.Copy(Path, copy, overwrite: true);
        var cache = new FrameCache(1_500_000); // one clip takes 1,105,920
        var reader = new ClipReader(VideoLimits.Default, new FrameIndexCache(), cache);

        reader.Open(copy).Dispose();
        reader.Open(Path).Dispose();
        Assert.Equal((1, 1_105_920), (cache.Count, cache.Bytes));

        File.Copy(videos.Make("small.ts", "-c:v libx264 -preset veryfast -crf 18 -g 10", frames: 20, width: 64, height: 48), copy, overwrite: true);
        using var changed = reader.Open(copy);

        Assert.Equal(20, changed.Facts.FrameCount);
        Assert.Equal((1, 20 * 64 * 48 * 3 / 2), (cache.Count, cache.Bytes));
    }

    private float[][] Render(ClipReader reader)
    {
        using var clip = reader.Open(Path);
        var plans = new ViewSampler(Recipe, 3).Plan(clip.Facts, new SampleDraw(1, 2), ViewSlot.Of(Recipe, 3, 0));
        var views = plans.Select(plan => new float[plan.Length]).ToArray();
        clip.Render(plans.AsSpan(), view => views[view]);
        return views;
    }
}
