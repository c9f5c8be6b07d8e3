using System.Collections.Immutable;
using SoGar.Compute.Methods;
using SoGar.Compute.Methods.Hdc;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Methods;

/// <summary>What the views of concepts, ConST-CL and HDC have in common and what they differ in, over many samples (methods.md, C.1, D.1, E.1).</summary>
public sealed class ClipViewTests
{
    private const int Samples = 200;

    [Fact]
    public void A_concepts_second_clip_follows_the_first_and_the_stills_are_the_same_moment_of_each()
    {
        foreach (var plans in PlansOf(TinyClips.Of(Method.Concepts)))
        {
            var (first, second) = (plans[0].Frames, plans[1].Frames);
            Assert.True(first[^1] < second[0], $"{string.Join(' ', first)} then {string.Join(' ', second)}");
            Assert.All(Steps([.. first, .. second]), step => Assert.InRange(step, 1, 4));   // up to 3, and rounding
            Assert.Contains(Enumerable.Range(0, first.Length), moment => plans[2].Frames[0] == first[moment] && plans[3].Frames[0] == second[moment]);
        }
    }

    [Fact]
    public void ConstCls_clips_step_alike_lie_near_rather_than_far_and_come_in_both_orders()
    {
        var recipe = TinyClips.Of(Method.ConstCl) with { ConstCl = new ConstClRecipe { Stride = 2 } };
        var starts = PlansOf(recipe).Select(plans => (First: plans[0].Frames[0], Second: plans[1].Frames[0])).ToList();

        Assert.All(PlansOf(recipe), plans => Assert.All(plans, plan => Assert.All(Steps(plan.Frames), step => Assert.Equal(2, step))));
        Assert.Contains(starts, pair => pair.First < pair.Second);
        Assert.Contains(starts, pair => pair.First > pair.Second);

        // Of gaps from 0 to 45 three in four are below the middle, by the distribution's square; of 200 samples 130 are by far enough to tell it from an even
        // one.
        var greatest = RuledShards.Clip.FrameCount - 7 * 2 - 1;
        Assert.InRange(starts.Count(pair => Math.Abs(pair.First - pair.Second) < greatest / 2.0), 130, 170);
    }

    [Fact]
    public void A_short_video_begins_again()
    {
        var plans = MethodShelf.Of(TinyClips.Of(Method.ConstCl), Shards.Samples).Views is var rule
            ? rule.Plan(new ClipFacts(5, 25, 128, 96), new(0, 1), rule.Slots(0))
            : [];

        Assert.All(plans, plan => Assert.Equal([0, 1, 2, 3, 4, 0, 1, 2], plan.Frames));
    }

    [Fact]
    public void Hdcs_temporal_pair_shows_the_same_frames_and_its_negative_the_same_in_another_order()
    {
        var recipe = TinyClips.Of(Method.Hdc);
        var layout = new HdcLayout(recipe.Hdc);
        foreach (var plans in PlansOf(recipe))
        {
            var (query, key, reordered) = (plans[layout.TemporalQuery], plans[layout.TemporalKey], plans[layout.Reordered!.Value]);
            Assert.Equal(query.Frames, key.Frames);
            Assert.NotEqual(query.Crop, key.Crop);
            Assert.NotEqual(key.Frames, reordered.Frames);
            Assert.Equal(key.Frames, reordered.Frames.Order());
            Assert.Equal((key.Crop, key.Photometry), (reordered.Crop, reordered.Photometry));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hdcs_spatial_pair_lies_on_the_same_side_and_its_key_is_put_out_of_order_half_the_time(bool shared)
    {
        var recipe = TinyClips.Of(Method.Hdc) with { Hdc = new HdcRecipe { Strides = [1, 2], Queue = 16, SharedQuery = shared } };
        recipe = recipe with { Views = recipe.Views with { Augment = recipe.Views.Augment.SetItem("local", new AugmentRecipe { Flip = 0.5 }) } };
        var layout = new HdcLayout(recipe.Hdc);
        var plans = PlansOf(recipe).ToList();

        Assert.All(plans, each => Assert.Equal(each[HdcLayout.SpatialQuery].Photometry.Flip, each[layout.SpatialKey].Photometry.Flip));
        Assert.Contains(plans, each => each[layout.SpatialKey].Photometry.Flip);
        Assert.Contains(plans, each => !each[layout.SpatialKey].Photometry.Flip);
        // Four deviations of 200 tosses to each side.
        Assert.InRange(plans.Count(each => !each[layout.SpatialKey].Frames.SequenceEqual(each[layout.SpatialKey].Frames.Order())), 72, 128);
    }

    [Theory]
    [InlineData(true, false, "spatial query, temporal query, spatial key, temporal key, key, reordered")]
    [InlineData(true, true, "query, spatial key, temporal key, key, reordered")]
    [InlineData(false, false, "query, key")]
    public void Hdcs_views_say_which_they_are(bool decoupled, bool shared, string names)
    {
        var recipe = TinyClips.Of(Method.Hdc) with { Hdc = new HdcRecipe { Strides = [1, 2], Queue = 16, Decoupled = decoupled, SharedQuery = shared } };

        Assert.Equal(names, string.Join(", ", new HdcViews(recipe).Slots(0).Select(slot => slot.Name)));
    }

    private static IEnumerable<ImmutableArray<ViewPlan>> PlansOf(Recipe recipe)
    {
        var rule = MethodShelf.Of(recipe, Shards.Samples).Views;
        var slots = rule.Slots(0);
        return Enumerable.Range(0, Samples).Select(sample => rule.Plan(RuledShards.Clip, new(sample / Shards.Samples, sample % Shards.Samples), slots));
    }

    private static IEnumerable<int> Steps(ImmutableArray<int> frames) => frames.Zip(frames.Skip(1), (earlier, later) => later - earlier);
}
