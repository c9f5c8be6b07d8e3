using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models;

public sealed class VisionTransformerTests : IDisposable
{
    private readonly TensorScope _scope = TensorScope.Open();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(192, 3, 14, 7_753_920)]
    [InlineData(384, 6, 14, 30_548_352)]
    [InlineData(768, 12, 14, 121_258_752)]
    [InlineData(768, 12, 30, 121_799_424)]
    public void The_sizes_have_the_published_numbers_of_parameters(int width, int heads, int grid, long expected)
    {
        var scope = new ModuleScope();
        _ = new VisionTransformer(scope, new ModelRecipe { Width = width, Heads = heads, Grid = grid });

        Assert.Equal(expected, NetworkParameters.LayoutOf(scope).Count);
    }

    [Fact]
    public void A_head_of_400_classes_adds_the_published_number()                  // methods.md, G.9
    {
        var scope = new ModuleScope();
        _ = new VisionTransformer(scope.In("backbone"), new ModelRecipe { Width = 768, Heads = 12, Grid = 14 });
        _ = new LinearHead(scope, 768, 400);

        Assert.Equal(121_566_352, NetworkParameters.LayoutOf(scope).Count);
    }

    [Fact]
    public void The_demo_backbone_has_the_number_of_parameters_of_its_study()
    {
        var scope = new ModuleScope();
        _ = new VisionTransformer(scope, new ModelRecipe { Depth = 2, Width = 128, Heads = 4, Patch = 8, Grid = 4 });

        Assert.Equal(590_464, NetworkParameters.LayoutOf(scope).Count);
    }

    [Theory]
    [InlineData(BlockOrder.SpaceTime, false)]
    [InlineData(BlockOrder.TimeSpace, false)]
    [InlineData(BlockOrder.SpaceTime, true)]
    [InlineData(BlockOrder.TimeSpace, true)]
    public void Leaving_out_what_CLS_does_not_see_changes_neither_output_nor_gradients(BlockOrder order, bool dropPath)
    {
        var recipe = Network.Small with { BlockOrder = order };
        using Network lean = new(recipe), full = new(recipe with { Pool = Pooling.ClsAndMean });
        var clips = Network.Clips(1, 2, 3, 4, 12, 12);
        var key = dropPath ? new DropPathKey(1, 2, 3, 4) : null;

        var cls = lean.Backbone.Forward(clips, key);
        var both = full.Backbone.Forward(clips, key).Narrow(1, 0, 24);
        (cls * Det.Float32(5, 2, 24)).Sum().Backward();
        (both * Det.Float32(5, 2, 24)).Sum().Backward();

        // The same products in other shapes: float32 rounding only.
        AssertNear(both.ToArray<float>(), cls.ToArray<float>(), 1e-5);
        AssertNear(full.Gradients.Floats, lean.Gradients.Floats, 1e-4);
    }

    [Theory]
    [InlineData(BlockOrder.SpaceTime)]
    [InlineData(BlockOrder.TimeSpace)]
    public void Without_temporal_fc_and_time_table_the_order_of_frames_does_not_matter_and_with_them_it_does(BlockOrder order)
    {
        using var network = new Network(Network.Small with { BlockOrder = order });
        var clips = Network.Clips(2, 2, 3, 4, 12, 12);
        var shuffled = clips.IndexSelect(2, Tensor.From(new long[] { 2, 0, 3, 1 }));

        Assert.True(Distance(network.Backbone.Forward(clips), network.Backbone.Forward(shuffled)) > 1e-3);

        foreach (var slot in network.Parameters.Layout.Slots.Where(slot => slot.Name.Contains("temporal_fc", StringComparison.Ordinal) || slot.Name == "time_embed"))
            slot.In(network.Values.Floats).Clear();
        Assert.True(Distance(network.Backbone.Forward(clips), network.Backbone.Forward(shuffled)) < 1e-5);
    }

    [Fact]
    public void One_instance_takes_short_small_long_large_and_uneven_clips()
    {
        using var network = new Network(Network.Small);
        using var still = Grad.Disabled();

        foreach (var (frames, height, width) in new[] { (2, 8, 8), (4, 12, 12), (8, 20, 24), (1, 4, 12) })
            Assert.Equal([1, 24], network.Backbone.Forward(Network.Clips(3, 1, 3, frames, height, width)).Shape.ToArray());
        Assert.Throws<ArgumentException>(() => network.Backbone.Forward(Network.Clips(3, 1, 3, 4, 3, 12)));
    }

    [Fact]
    public void Rows_and_columns_beyond_the_last_whole_patch_are_left_out()
    {
        using var network = new Network(Network.Small);
        using var still = Grad.Disabled();
        var clips = Network.Clips(4, 1, 3, 4, 15, 14);

        var cropped = network.Backbone.Forward(clips.Narrow(3, 0, 12).Narrow(4, 0, 12));

        Assert.True(network.Backbone.Forward(clips).ValuesEqual(cropped));
    }

    [Fact]
    public void Clips_of_a_batch_do_not_see_each_other()
    {
        using var network = new Network(Network.Small);
        using var still = Grad.Disabled();
        var clips = Network.Clips(5, 3, 3, 4, 12, 12);

        var together = network.Backbone.Forward(clips);

        // Products of other shapes: float32 rounding only.
        for (var i = 0; i < 3; i++) Assert.True(Distance(together.Narrow(0, i, 1), network.Backbone.Forward(clips.Narrow(0, i, 1))) < 1e-5);
    }

    [Fact]
    public void Gradient_checkpoints_change_no_bit_of_output_and_gradients()
    {
        using Network plain = new(Network.Small), recomputed = new(Network.Small with { GradientCheckpointing = true });
        var key = new DropPathKey(1, 2, 3, 0);

        foreach (var network in new[] { plain, recomputed })
            (network.Backbone.Forward(Network.Clips(6, 2, 3, 4, 12, 12), key) * Det.Float32(5, 2, 24)).Sum().Backward();

        Assert.Contains(plain.Gradients.Floats.ToArray(), gradient => gradient != 0);
        Assert.Equal(plain.Gradients.Floats.ToArray(), recomputed.Gradients.Floats.ToArray());
    }

    [Fact]
    public void Gradients_stay_in_the_flat_buffer_and_add_up_over_passes()
    {
        using var network = new Network(Network.Small);
        var clips = Network.Clips(7, 2, 3, 4, 12, 12);

        network.Backbone.Forward(clips).Square().Sum().Backward();
        network.Parameters.TakeGradients();
        var once = network.Gradients.Floats.ToArray();
        network.Backbone.Forward(clips).Square().Sum().Backward();
        network.Parameters.TakeGradients();

        AssertNear(once.Select(value => 2 * value).ToArray(), network.Gradients.Floats, 1e-6);
    }

    [Fact]
    public void Drop_path_depends_on_its_key_alone_and_keeps_the_mean()
    {
        using var network = new Network(Network.Small);
        using var still = Grad.Disabled();
        var clips = Network.Clips(8, 2, 3, 4, 12, 12);

        var first = network.Backbone.Forward(clips, new DropPathKey(1, 5, 0, 0));

        Assert.True(first.ValuesEqual(network.Backbone.Forward(clips, new DropPathKey(1, 5, 0, 0))));
        Assert.False(first.ValuesEqual(network.Backbone.Forward(clips, new DropPathKey(1, 6, 0, 0))));
        Assert.False(first.ValuesEqual(network.Backbone.Forward(clips)));
        var masked = new DropPath(1, 0.25, DropPathScope.Row).Apply(Tensor.Ones([40, 50, 1]), Branch.Spatial, [40, 50, 1], new DropPathKey(1, 0, 0, 0));
        Assert.Equal([0f, (float)(4.0 / 3)], masked.ToArray<float>().Distinct().Order());
        // 2000 draws: the standard error of the mean is 0.013.
        Assert.Equal(1, masked.Mean().Item<double>(), 0.05);
    }

    [Fact]
    public void Drop_path_by_clip_cuts_whole_clips()
    {
        var masked = new DropPath(1, 0.5, DropPathScope.Clip).Apply(Tensor.Ones([64, 3, 5, 2]), Branch.Temporal, [64, 1, 5, 1], new DropPathKey(1, 0, 0, 0));

        var sums = masked.Flatten(1).Sum(1).ToArray<float>();
        Assert.Equal([0f, 60f], sums.Distinct().Order());
    }

    [Fact]
    public void Tokens_come_frame_by_frame_in_rows_and_columns()
    {
        using var network = new Network(Network.Small);
        using var still = Grad.Disabled();
        var clips = Network.Clips(9, 1, 3, 4, 12, 16);
        // Without attention and time table a token depends on its own patch alone.
        foreach (var slot in network.Parameters.Layout.Slots.Where(slot => slot.Name.Contains(".proj.", StringComparison.Ordinal) && slot.Name.Contains("attn", StringComparison.Ordinal)
            || slot.Name is "pos_embed" or "time_embed"))
            slot.In(network.Values.Floats).Clear();
        var before = network.Backbone.ForwardTokens(clips);
        Assert.Equal([1, 4, 3, 4, 24], before.Shape.ToArray());

        clips.Narrow(2, 2, 1).Narrow(3, 4, 4).Narrow(4, 12, 4).FillInPlace(3);
        var changed = (network.Backbone.ForwardTokens(clips) - before).Abs().Sum(-1).Gt(1e-5).To(DType.Float32);

        Assert.Equal(1, changed.Sum().Item<float>());
        Assert.Equal(1, changed.Select(1, 2).Select(1, 1).Select(1, 3).Item<float>());
    }

    [Fact]
    public void The_attention_of_CLS_is_a_share_per_patch_that_leaves_some_for_CLS_itself()
    {
        using var network = new Network(Network.Small);
        using var still = Grad.Disabled();

        var attention = network.Backbone.AttentionOfCls(Network.Clips(10, 2, 3, 4, 12, 16));

        Assert.Equal([2, 4, 3, 4], attention.Shape.ToArray());
        Assert.All(attention.Sum([2, 3]).ToArray<float>(), sum => Assert.InRange(sum, 0.5f, 0.99f));
    }

    [Theory]
    [InlineData(Pooling.Cls, 24)]
    [InlineData(Pooling.MeanPatch, 24)]
    [InlineData(Pooling.ClsAndMean, 48)]
    public void Each_pooling_has_its_width(Pooling pool, int width)
    {
        using var network = new Network(Network.Small with { Pool = pool });
        using var still = Grad.Disabled();

        Assert.Equal(width, network.Backbone.OutputWidth);
        Assert.Equal([2, width], network.Backbone.Forward(Network.Clips(11, 2, 3, 4, 12, 12)).Shape.ToArray());
    }

    [Fact]
    public void Bf16_autocast_keeps_to_the_float32_embedding()
    {
        using var network = new Network(Network.Small);
        using var still = Grad.Disabled();
        var clips = Network.Clips(12, 2, 3, 4, 12, 12);
        var exact = network.Backbone.Forward(clips);

        using var region = Autocast.Enable(SoGar.Compute.Torch.Precision.BFloat16);
        var rounded = network.Backbone.Forward(clips);

        Assert.Equal(DType.Float32, rounded.DType);
        Assert.False(exact.ValuesEqual(rounded));
        // methods.md, A.1: 2e-2 for bf16.
        Assert.True(Distance(exact, rounded) < 2e-2 * exact.Norm().Item<double>());
    }

    private static double Distance(Tensor left, Tensor right) => (left - right).Abs().Max().Item<double>();

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            if (Math.Abs(expected[i] - actual[i]) > tolerance * Math.Max(1, Math.Abs(expected[i])))
                Assert.Fail($"element {i} is {actual[i]} where {expected[i]} was expected, tolerance {tolerance}");
    }
}
